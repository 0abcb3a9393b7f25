import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each line of a paid order gave and what of it was taken back, and how much of a limited product players took. */
export class KeepWhatOrdersGave1763811000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table fulfilments (
        user_id uuid not null references accounts (user_id),
        order_line_id uuid not null,
        order_id uuid not null,
        currency text references currencies (code),
        product_id uuid references products (id),
        granted bigint not null check (granted > 0),
        taken bigint not null check (taken >= 0),
        owed bigint not null check (owed >= 0),
        created_at timestamptz not null,
        primary key (user_id, order_line_id),
        check (num_nonnulls(currency, product_id) = 1),
        check (taken + owed <= granted)
      ) with (fillfactor = 80);
      create index fulfilments_owed_index on fulfilments (user_id) where owed > 0;

      create table purchase_counts (
        user_id uuid not null references accounts (user_id),
        product_id uuid not null references products (id),
        period_start date not null,
        taken bigint not null check (taken >= 0),
        primary key (user_id, product_id, period_start)
      ) with (fillfactor = 80);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
