import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Prices in real money, packs that turn into coins, and products of which there are only so many or of which one player
 * may take only so many.
 */
export class SellForMoney1763810000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into currencies (code, name, kind, scale, max_balance) values
        ('USD', 'US dollar', 'real', 2, 9007199254740991), ('UZS', 'Uzbekistan sum', 'real', 2, 9007199254740991)
      on conflict (code) do nothing;

      alter table products
        add stock bigint check (stock between 0 and 9007199254740991),
        add limit_per_player bigint check (limit_per_player between 1 and 9007199254740991),
        add limit_period text check (limit_period in ('lifetime', 'day', 'week', 'month')),
        add is_hidden boolean not null default false,
        add constraint products_limit_check check ((limit_per_player is null) = (limit_period is null));

      create table product_contents (
        product_id uuid not null references products (id),
        currency text not null references currencies (code),
        amount bigint not null check (amount > 0 and amount <= 9007199254740991),
        primary key (product_id, currency)
      );

      create table product_stock (
        product_id uuid primary key references products (id),
        taken bigint not null default 0 check (taken >= 0)
      ) with (fillfactor = 50);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
