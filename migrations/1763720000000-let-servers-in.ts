import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys of game servers and other services. Of a key itself only the hash is kept. */
export class LetServersIn1763720000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table api_keys (
        id uuid primary key,
        name text not null,
        prefix text not null,
        key_hash bytea not null unique,
        scopes text[] not null check (cardinality(scopes) > 0),
        expires_at timestamptz,
        created_by uuid not null references users (id),
        created_at timestamptz not null default now(),
        last_used_at timestamptz,
        revoked_at timestamptz
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
