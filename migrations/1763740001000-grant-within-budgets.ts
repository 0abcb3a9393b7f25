import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What staff give and take back: each move, what anybody may move alone in a day, and what they have moved. An asset is
 * `currency:<code>` or `product:<id>`; `*` in the place of either stands for every one that has no row of its own.
 */
export class GrantWithinBudgets1763740001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table grants (
        user_id uuid not null references accounts (user_id),
        id uuid not null,
        kind text not null check (kind in ('grant', 'revocation')),
        status text not null check (status in ('pending', 'executed', 'rejected')),
        currency text references currencies (code),
        product_id uuid references products (id),
        amount bigint not null check (amount > 0),
        reason text,
        ticket text,
        requested_by uuid not null,
        requested_at timestamptz not null,
        decided_by uuid,
        decided_at timestamptz,
        decision_reason text,
        transaction_id uuid,
        primary key (user_id, id),
        check (num_nonnulls(currency, product_id) = 1),
        check ((status = 'executed') = (transaction_id is not null)),
        check ((decided_by is null) = (decided_at is null)),
        check (status <> 'pending' or decided_by is null),
        check (status <> 'rejected' or decided_by is not null),
        check (decided_by <> requested_by or status = 'rejected')
      );
      create index grants_id_index on grants (id);
      create index grants_status_index on grants (status, id);

      create table grant_spendings (
        user_id uuid not null,
        day date not null,
        asset text not null,
        amount bigint not null check (amount > 0),
        primary key (user_id, day, asset)
      );

      create table grant_budgets (
        role text not null check (role in ('support', 'finance', 'admin')),
        asset text not null check (asset ~ '^(currency|product):.'),
        per_day bigint not null check (per_day >= 0),
        updated_at timestamptz not null default now(),
        primary key (role, asset)
      );
      insert into grant_budgets (role, asset, per_day) values
        ('support', 'currency:*', 5000), ('support', 'product:*', 20),
        ('finance', 'currency:*', 50000), ('finance', 'product:*', 200),
        ('admin', 'currency:*', 500000), ('admin', 'product:*', 2000);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
