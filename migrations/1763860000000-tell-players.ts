import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What players are told, for a week, and tickets that open a socket. No foreign key leads to `accounts`: each
 * notification would lock a row there that purchases want.
 */
export class TellPlayers1763860000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create sequence notifications_id_seq;
      create table notifications (
        user_id uuid not null,
        id bigint not null check (id > 0),
        type text not null,
        at timestamptz not null,
        data json not null,
        read_at timestamptz,
        primary key (user_id, id)
      ) with (fillfactor = 90);
      create index notifications_at_index on notifications (at);

      -- Good once, for half a minute. Whoever reads this table cannot use one.
      create table socket_tickets (
        ticket_hash bytea primary key,
        user_id uuid not null references accounts (user_id) on delete cascade,
        session_id uuid,
        expires_at timestamptz not null
      );
      create index socket_tickets_expires_at_index on socket_tickets (expires_at);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
