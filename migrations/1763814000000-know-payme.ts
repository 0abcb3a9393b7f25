import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Payme's transactions, as it may ask for them for ever. Times are milliseconds, as it counts them: what was told once is
 * told again to the digit. An order waits for one of them at a time, and is paid by one.
 */
export class KnowPayme1763814000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table payme_transactions (
        id text primary key,
        own_id uuid not null,
        order_id uuid not null,
        user_id uuid not null references accounts (user_id),
        amount bigint not null check (amount > 0),
        account jsonb not null,
        time bigint not null check (time > 0),
        create_time bigint not null check (create_time > 0),
        perform_time bigint check (perform_time > 0),
        cancel_time bigint check (cancel_time > 0),
        state smallint not null check (state in (1, 2, -1, -2)),
        reason smallint,
        fiscal jsonb,
        check ((state in (2, -2)) = (perform_time is not null)),
        check ((state < 0) = (cancel_time is not null)),
        check ((state < 0) = (reason is not null))
      ) with (fillfactor = 80);
      create unique index payme_transactions_active_index on payme_transactions (order_id) where state > 0;
      create index payme_transactions_time_index on payme_transactions (time);
      create index payme_transactions_waiting_index on payme_transactions (time) where state = 1;
      create index payme_transactions_user_index on payme_transactions (user_id, create_time, id);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
