import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Logins that last. Of their tokens, and of those that give a new password, only hashes are kept. */
export class KeepSessions1763710000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sessions (
        id uuid primary key,
        user_id uuid not null references users (id),
        created_at timestamptz not null default now(),
        last_used_at timestamptz not null default now(),
        expires_at timestamptz not null,
        revoked_at timestamptz,
        user_agent text
      );
      create index sessions_user_index on sessions (user_id, id);
      create index sessions_expiry_index on sessions (expires_at);

      create table refresh_tokens (
        token_hash bytea primary key,
        session_id uuid not null references sessions (id) on delete cascade,
        issued_at timestamptz not null default now(),
        used_at timestamptz
      );
      create index refresh_tokens_session_index on refresh_tokens (session_id);
      create index refresh_tokens_used_index on refresh_tokens (used_at) where used_at is not null;

      create table password_resets (
        user_id uuid primary key references users (id),
        token_hash bytea not null unique,
        expires_at timestamptz not null
      );
      create index password_resets_expiry_index on password_resets (expires_at);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
