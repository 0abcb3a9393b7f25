import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Clicks on links of campaigns, which players they brought, and what campaigns cost. Who clicked is known by a hash of
 * the address whose salt is thrown away after a day.
 */
export class AttributePlayers1763831000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table track_clicks (
        id uuid primary key,
        clicked_at timestamptz not null,
        campaign text not null check (length(campaign) between 1 and 100),
        media_source text,
        character text,
        params jsonb,
        address_hash bytea,
        is_joined boolean not null default false
      ) with (fillfactor = 90);
      create index track_clicks_clicked_at_index on track_clicks (clicked_at, campaign);

      -- Of a day of UTC; who knows it can tell which clicks of that day came from one address.
      create table click_salts (
        day date primary key,
        salt bytea not null
      );

      -- Clicks that are forgotten, by day.
      create table click_counts (
        day date not null,
        campaign text not null,
        clicks bigint not null check (clicks > 0),
        primary key (day, campaign)
      );

      create table installs (
        user_id uuid primary key references accounts (user_id),
        click_id uuid not null,
        campaign text not null,
        media_source text,
        clicked_at timestamptz not null,
        installed_at timestamptz not null
      );
      create index installs_installed_at_index on installs (installed_at);

      create table campaign_costs (
        day date not null,
        campaign text not null check (length(campaign) between 1 and 100),
        currency text not null references currencies (code),
        amount bigint not null check (amount between 0 and 9007199254740991),
        updated_at timestamptz not null default now(),
        primary key (day, campaign, currency)
      );

      create index orders_paid_at_index on orders (paid_at) where paid_at is not null;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
