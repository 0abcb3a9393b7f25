import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the ledger comes to by the hour, who moved something by the day, and how a currency was spread at day's end. */
export class FollowTheFlows1763770000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table economy_flows (
        currency text not null,
        hour timestamptz not null,
        counter_account text not null,
        minted numeric not null,
        burned numeric not null,
        entries bigint not null,
        primary key (currency, hour, counter_account)
      ) with (fillfactor = 70);

      create table economy_activity (
        user_id uuid not null,
        currency text not null,
        day date not null,
        primary key (user_id, currency, day)
      );
      create index economy_activity_day_index on economy_activity (currency, day);

      create table economy_days (
        currency text not null,
        day date not null,
        holders bigint not null,
        median bigint not null,
        top_share double precision not null,
        primary key (currency, day)
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
