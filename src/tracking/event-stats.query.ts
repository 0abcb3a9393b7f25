import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { exact } from '../platform/database/bigint';
import type { EventBucket } from './event-time';
import { idRangeOf } from './event-windows';

export interface Window {
  bucket: EventBucket;
  sinceMs: number;
  untilMs: number;
  type: string | undefined;
  /** How many types. */
  limit: number;
}

export interface EventCounts {
  total: number;
  stats: { eventType: string; count: number }[];
  buckets: { eventType: string; start: string; count: number }[];
}

interface Row {
  type: string;
  /** Of the whole window. */
  count: string;
  total: string;
  buckets: { start: string; count: number }[];
}

/** Of `counted`, which has a type, a moment and a number in each row. `$1` to `$5`: bucket, window, type, limit. */
const SUMMARY = `
  , bucketed as (
    select type, date_trunc($1, at, 'UTC') as start, sum(events) as events from counted group by 1, 2),
  types as (
    select type, sum(events) as count, sum(sum(events)) over () as total,
      json_agg(json_build_object('start', start, 'count', events) order by start) as buckets
    from bucketed group by type)
  select type, count, total, buckets from types order by count desc, type limit $5`;

/** How many events there were: of everybody from what is counted as they come, of one player from the events. */
@Injectable()
export class EventStatsQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  ofAll(window: Window): Promise<EventCounts> {
    return this.summary(
      `with counted as (
         select type, hour as at, events from event_counts
         where hour >= $2 and hour < $3 and ($4::text is null or type = $4))`,
      window,
      [],
    );
  }

  ofPlayer(userId: string, window: Window): Promise<EventCounts> {
    const [since, until] = [new Date(window.sinceMs).toISOString(), new Date(window.untilMs).toISOString()];
    const { from, end } = idRangeOf(userId, { since, until }, Date.now());
    return this.summary(
      `with counted as (
         select type, occurred_at as at, 1 as events from player_events
         where user_id = $6 and id >= $7 and id < $8 and occurred_at >= $2 and occurred_at < $3
           and ($4::text is null or type = $4))`,
      window,
      [userId, from, end],
    );
  }

  private async summary(counted: string, { bucket, sinceMs, untilMs, type, limit }: Window, more: unknown[]) {
    const params = [bucket, new Date(sinceMs), new Date(untilMs), type ?? null, limit, ...more];
    const rows = await this.dataSource.query<Row[]>(counted + SUMMARY, params);
    return countsOf(rows);
  }
}

function countsOf(rows: readonly Row[]): EventCounts {
  const buckets = rows.flatMap(({ type, buckets: own }) =>
    own.map(({ start, count }) => ({ start: new Date(start).toISOString(), eventType: type, count: exact(count) })),
  );
  return {
    total: rows.length === 0 ? 0 : exact(rows[0].total),
    stats: rows.map(({ type, count }) => ({ eventType: type, count: exact(count) })),
    buckets: buckets.sort(
      (one, other) => one.start.localeCompare(other.start) || one.eventType.localeCompare(other.eventType),
    ),
  };
}
