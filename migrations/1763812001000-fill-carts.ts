import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What players mean to buy with real money. Its version grows with every change and when an order is made of it. */
export class FillCarts1763812001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table carts (
        user_id uuid primary key references accounts (user_id),
        version bigint not null check (version > 0)
      ) with (fillfactor = 50);

      create table cart_lines (
        user_id uuid not null references carts (user_id) on delete cascade,
        id uuid not null,
        product_id uuid references products (id),
        sellable_source text,
        sellable_id text check (length(sellable_id) <= 64),
        quantity bigint not null check (quantity between 1 and 1000000),
        shown_prices jsonb not null default '{}',
        added_at timestamptz not null default now(),
        primary key (user_id, id),
        check (num_nonnulls(product_id, sellable_id) = 1),
        check ((sellable_source is null) = (sellable_id is null))
      ) with (fillfactor = 80);
      create unique index cart_lines_good_index
        on cart_lines (user_id, product_id, sellable_source, sellable_id) nulls not distinct;
      create index cart_lines_sellable_index on cart_lines (sellable_source, sellable_id)
        where sellable_id is not null;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
