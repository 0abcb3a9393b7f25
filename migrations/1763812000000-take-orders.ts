import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What players ordered for real money, at the prices of that moment. One version of a cart makes one order at most. */
export class TakeOrders1763812000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table orders (
        user_id uuid not null references accounts (user_id),
        id uuid not null,
        status text not null check (status in ('pending', 'paid', 'fulfilled', 'partially_refunded', 'refunded',
          'charged_back', 'cancelled', 'expired')),
        provider text not null,
        currency text not null references currencies (code),
        total bigint not null check (total between 1 and 9007199254740991),
        cart_version bigint not null,
        return_url text check (length(return_url) <= 2000),
        created_at timestamptz not null,
        expires_at timestamptz not null,
        paid_at timestamptz,
        fulfilled_at timestamptz,
        ended_at timestamptz,
        attention text,
        primary key (user_id, id),
        unique (user_id, cart_version)
      ) with (fillfactor = 80);
      create index orders_id_index on orders (id);
      create index orders_expires_at_index on orders (expires_at) where status = 'pending';
      create index orders_attention_index on orders (id) where attention is not null;

      create table order_lines (
        user_id uuid not null,
        order_id uuid not null,
        id uuid not null,
        product_id uuid not null references products (id),
        sku text not null,
        name text not null,
        quantity bigint not null check (quantity between 1 and 1000000),
        unit_price bigint not null check (unit_price > 0),
        amount bigint not null check (amount between 1 and 9007199254740991),
        coins_currency text references currencies (code),
        coins_amount bigint check (coins_amount between 1 and 9007199254740991),
        sellable_source text,
        sellable_id text,
        primary key (user_id, order_id, id),
        foreign key (user_id, order_id) references orders (user_id, id),
        check (amount = unit_price * quantity),
        check ((coins_currency is null) = (coins_amount is null)),
        check ((sellable_source is null) = (sellable_id is null))
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
