import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What players did. Ids are of version 7, so a range of ids is a day: the table is partitioned by them, and a day that
 * is old enough is dropped whole. There is no default partition, for with one the newest events of a player could not
 * be read partition by partition. The application owns no table: two functions make and drop days for it, and no others.
 */
export class TrackEvents1763830000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table player_events (
        user_id uuid not null,
        id uuid not null,
        type text not null check (length(type) between 1 and 100),
        occurred_at timestamptz not null,
        meta json not null,
        primary key (user_id, id)
      ) partition by range (id);

      -- By which a client that sends twice is known; the key is a digest of the client's own id.
      create table player_event_keys (
        user_id uuid not null,
        client_key uuid not null,
        event_id uuid not null,
        primary key (user_id, client_key)
      );
      create index player_event_keys_event_index on player_event_keys (event_id);

      -- Of all players, written with the events. Each process has a shard, so that none waits for another's row.
      create table event_counts (
        hour timestamptz not null,
        type text not null,
        shard smallint not null,
        events bigint not null check (events > 0),
        primary key (hour, type, shard)
      ) with (fillfactor = 50);

      -- Whose events are erased a second time: some may have been on their way.
      create table event_erasures (
        user_id uuid primary key,
        erased_at timestamptz not null default now()
      );
    `);
    await this.openDoors(runner);
    await this.makeFirstDays(runner);
  }

  private async openDoors(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function event_day_bound(day date) returns uuid language sql immutable
      return (lpad(to_hex((extract(epoch from day::timestamp) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

      -- Attached, for making a partition in place would lock out writers. False when it is there.
      create function make_event_partition(day date) returns boolean
      language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
      declare
        today constant date := (now() at time zone 'UTC')::date;
        partition constant text := 'player_events_' || to_char(day, 'YYYYMMDD');
      begin
        if day is null or day not between today - 1 and today + 60 then
          raise exception 'No partition of events is made for %.', day using errcode = 'invalid_parameter_value';
        end if;
        perform pg_advisory_xact_lock(hashtext('florin event partitions'));
        if to_regclass('public.' || partition) is not null then return false; end if;
        execute format('create table public.%I (like public.player_events including all)', partition);
        execute format('alter table public.player_events attach partition public.%I for values from (%L) to (%L)',
          partition, event_day_bound(day), event_day_bound(day + 1));
        return true;
      end $$;

      -- False when it is there no more.
      create function drop_event_partition(partition text) returns boolean
      language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
      declare
        last_day date;
      begin
        if partition !~ '^player_events_(to_)?\\d{8}$' then
          raise exception '% is no partition of events.', partition using errcode = 'invalid_parameter_value';
        end if;
        last_day := to_date(right(partition, 8), 'YYYYMMDD') - (partition like 'player_events_to_%')::int;
        if last_day >= (now() at time zone 'UTC')::date - 1 then
          raise exception 'The events of % are too young to be dropped.', last_day
            using errcode = 'invalid_parameter_value';
        end if;
        if to_regclass('public.' || partition) is null then return false; end if;
        execute format('drop table public.%I', partition);
        return true;
      end $$;

      revoke all on function event_day_bound(date), make_event_partition(date), drop_event_partition(text) from public;
    `);
  }

  /** What is older than this day comes from a backup alone. */
  private async makeFirstDays(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$
      declare today constant date := (now() at time zone 'UTC')::date;
      begin
        execute format('create table player_events_to_%s partition of player_events for values from (minvalue) to (%L)',
          to_char(today, 'YYYYMMDD'), event_day_bound(today));
        perform make_event_partition(today + n) from generate_series(0, 7) n;
      end $$`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
