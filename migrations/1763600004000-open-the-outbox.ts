import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The log of events, read by named readers with positions. A row holds all events of one write: event number n of a
 * row has the id `id + n`, so ids are drawn in steps of 1,000. A day's rows go to one of four partitions in turn, and
 * a day that every reader has passed is truncated: nothing is ever attached or dropped, which would lock out writers.
 */
export class OpenTheOutbox1763600004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create sequence outbox_events_id_seq start 1000 increment 1000 cache 1;
      create table outbox_events (
        -- First, for defaults are evaluated in this order, and whoever draws an id must have a transaction id already:
        -- readers wait for transactions, not for ids (outbox-horizon.ts).
        txid xid8 not null default pg_current_xact_id(),
        id bigint not null default nextval('outbox_events_id_seq'),
        created_at timestamptz not null default now(),
        size smallint not null check (size between 1 and 1000),
        events json not null
      ) partition by list ((((created_at at time zone 'UTC')::date - date '2000-01-01') % 4));
      create table outbox_events_0 partition of outbox_events for values in (0);
      create table outbox_events_1 partition of outbox_events for values in (1);
      create table outbox_events_2 partition of outbox_events for values in (2);
      create table outbox_events_3 partition of outbox_events for values in (3);
      create index outbox_events_id_index on outbox_events (id);

      create table outbox_readers (
        name text primary key,
        position bigint not null default 0,
        updated_at timestamptz not null default now()
      );

      create table outbox_parked (
        reader text not null references outbox_readers (name) on delete cascade,
        id bigint not null,
        type text not null,
        payload json not null,
        error text not null,
        attempts integer not null,
        parked_at timestamptz not null default now(),
        primary key (reader, id)
      );
    `);
    await this.compressFast(runner);
  }

  /** lz4 takes a third of the time of the default, but not every PostgreSQL is built with it. */
  private async compressFast(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ begin
        alter table outbox_events_0 alter events set compression lz4;
        alter table outbox_events_1 alter events set compression lz4;
        alter table outbox_events_2 alter events set compression lz4;
        alter table outbox_events_3 alter events set compression lz4;
      exception when feature_not_supported then null;
      end $$`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
