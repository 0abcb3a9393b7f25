import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { arrayLiteral } from '../platform/database/array-literal';
import { sqlState } from '../platform/database/database-errors';
import type { Tx } from '../platform/database/unit-of-work';
import type { PlayerEvent } from './player-event';

/** An event that was not written, and whether that is because its player is nobody. */
export interface Unwritten {
  id: string;
  isNobodys: boolean;
}

export type Keyed = Pick<PlayerEvent, 'userId' | 'clientKey'>;

/** No type that anybody can tell. */
const OTHER_TYPES = '(other)';

/** Parcels (`$1`) with an event of nobody are left out whole; so are events whose client's id is known. */
const WRITE = `
  with told as materialized (
    select * from unnest($1::int[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[], $7::json[],
      $8::boolean[]) as told(parcel, id, user_id, client_key, type, occurred_at, meta, is_named)),
  nobodys as materialized (
    select parcel, id from told
    where not exists (select from accounts a where a.user_id = told.user_id and a.status <> 'erased')),
  good as materialized (select * from told where parcel not in (select parcel from nobodys)),
  claimed as (
    insert into player_event_keys (user_id, client_key, event_id)
    select user_id, client_key, id from good where client_key is not null order by user_id, client_key, id
    on conflict do nothing returning event_id),
  fresh as materialized (
    select * from good where client_key is null or id in (select event_id from claimed)),
  written as (
    insert into player_events (user_id, id, type, occurred_at, meta)
    select user_id, id, type, occurred_at, meta from fresh),
  counted as (
    insert into event_counts as c (hour, type, shard, events)
    select date_trunc('hour', occurred_at, 'UTC') as hour,
      case when is_named then type else '${OTHER_TYPES}' end, $9::smallint, count(*) from fresh
    group by 1, 2 order by 1, 2
    on conflict (hour, type, shard) do update set events = c.events + excluded.events)
  select id, id in (select id from nobodys) as "isNobodys" from told where id not in (select id from fresh)`;

/** `player_events` and what is known of them: the client's ids, and how many there were. */
@Injectable()
export class EventsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Writes all parcels but the bad ones in one statement, and counts what it wrote, in this shard. Tells what it did not write. */
  async write(tx: Tx, parcels: readonly (readonly PlayerEvent[])[], shard: number): Promise<Unwritten[]> {
    const events = parcels.flat();
    return tx.send<Unwritten>({
      name: 'write events',
      sql: WRITE,
      params: [
        arrayLiteral(parcels.flatMap((parcel, index) => parcel.map(() => index))),
        arrayLiteral(events.map((event) => event.id)),
        arrayLiteral(events.map((event) => event.userId)),
        arrayLiteral(events.map((event) => event.clientKey)),
        arrayLiteral(events.map((event) => event.type)),
        arrayLiteral(events.map((event) => event.occurredAt)),
        arrayLiteral(events.map((event) => event.meta)),
        arrayLiteral(events.map((event) => Number(event.isNamed))),
        shard,
      ],
    });
  }

  /** The ids under which these were written first, by player and key; what is known no more is absent. */
  async findFirstIds(keyed: readonly Keyed[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.dataSource.query<{ user_id: string; client_key: string; event_id: string }[]>(
      `select k.user_id, replace(k.client_key::text, '-', '') as client_key, k.event_id
       from unnest($1::uuid[], $2::uuid[]) as asked(user_id, client_key)
       join player_event_keys k on k.user_id = asked.user_id and k.client_key = asked.client_key`,
      [keyed.map(({ userId }) => userId), keyed.map(({ clientKey }) => clientKey)],
    );
    return new Map(rows.map((row) => [keyOf({ userId: row.user_id, clientKey: row.client_key }), row.event_id]));
  }
}

export function keyOf({ userId, clientKey }: Keyed): string {
  return `${userId} ${clientKey}`;
}

/** The day of an event has no partition: the only check of the parent table that its columns cannot break. */
export function lacksPartition(error: unknown): boolean {
  return sqlState(error) === '23514' && /no partition of relation "player_events"/.test(String(error));
}
