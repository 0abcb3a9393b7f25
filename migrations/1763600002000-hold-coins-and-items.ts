import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What players hold now. Rows are updated often, so pages keep room for heap-only updates. */
export class HoldCoinsAndItems1763600002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table wallets (
        user_id uuid not null references accounts (user_id),
        currency text not null references currencies (code),
        balance bigint not null constraint wallets_balance_check check (balance >= 0 and balance <= 9007199254740991),
        primary key (user_id, currency)
      ) with (fillfactor = 70);

      create table inventory (
        user_id uuid not null references accounts (user_id),
        product_id uuid not null references products (id),
        quantity bigint not null constraint inventory_quantity_check check (quantity >= 0 and quantity <= 9007199254740991),
        purchased_at timestamptz not null,
        primary key (user_id, product_id)
      ) with (fillfactor = 70);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
