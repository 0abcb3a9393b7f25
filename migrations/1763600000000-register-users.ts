import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People and their accounts. An account row is the mutex of everything its player holds. */
export class RegisterUsers1763600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table users (
        id uuid primary key,
        username text not null,
        email text not null,
        password_hash text,
        role text not null check (role in ('player', 'support', 'finance', 'admin', 'service')),
        created_at timestamptz not null default now()
      );
      create unique index users_username_key on users (lower(username));
      create unique index users_email_key on users (lower(email));

      create table accounts (
        user_id uuid primary key references users (id),
        status text not null default 'active' check (status in ('active', 'blocked', 'erased')),
        last_seq bigint not null default 0 check (last_seq >= 0),
        last_entry_at timestamptz not null default '-infinity'
      ) with (fillfactor = 70);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
