import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What can be sold, and for how much. COIN, the default currency, comes with it. */
export class OpenTheCatalogue1763600001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table currencies (
        code text primary key check (code ~ '^[A-Z][A-Z0-9_]{1,15}$'),
        kind text not null check (kind in ('virtual', 'real')),
        scale smallint not null default 0 check (scale between 0 and 8),
        max_balance bigint not null check (max_balance between 0 and 9007199254740991),
        created_at timestamptz not null default now()
      );
      insert into currencies (code, kind, scale, max_balance) values ('COIN', 'virtual', 0, 1000000000000);

      create table products (
        id uuid primary key,
        sku text not null,
        name text not null,
        description text not null default '',
        localized jsonb not null default '{}',
        image_url text,
        metadata jsonb not null default '{}' constraint products_metadata_check check (octet_length(metadata::text) <= 4096),
        type text not null check (type in ('consumable', 'permanent', 'currency_pack')),
        is_active boolean not null default true,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint products_sku_key unique (sku)
      );
      create index products_active_index on products (is_active, id);

      create table prices (
        product_id uuid not null references products (id),
        currency text not null constraint prices_currency_fkey references currencies (code),
        amount bigint not null check (amount > 0 and amount <= 9007199254740991),
        primary key (product_id, currency)
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
