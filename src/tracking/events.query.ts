import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { exact } from '../platform/database/bigint';
import { type IdRange, idRangeOf, windowsOf } from './event-windows';
import type { EventFilter, StoredEvent } from './player-event';

/** Where a page begins: after an event, or after so many. */
export interface PageStart {
  before?: string;
  offset?: number;
}

/** Pages by number end long before. */
const MAX_COUNTED = 100_000;

/** The events of one player. Each day has its own part of the table: the ids say which of them are looked at. */
const OF_PLAYER = `
  from player_events
  where user_id = $1 and id >= $2 and id < $3 and ($4::text is null or type = $4)
    and ($5::timestamptz is null or occurred_at >= $5) and ($6::timestamptz is null or occurred_at < $6)`;

@Injectable()
export class EventsQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Those that came last first. */
  async find(userId: string, filter: EventFilter, limit: number, start: PageStart): Promise<StoredEvent[]> {
    const range = rangeOf(userId, filter, start.before);
    if (start.offset !== undefined) return this.findIn(range, userId, filter, limit, start.offset);
    const found: StoredEvent[] = [];
    for (const window of windowsOf(range)) {
      found.push(...(await this.findIn(window, userId, filter, limit - found.length)));
      if (found.length === limit) break;
    }
    return found;
  }

  /** How many there are, or so many at least. */
  async count(userId: string, filter: EventFilter): Promise<number> {
    const [{ count }] = await this.dataSource.query<[{ count: string }]>(
      `select count(*) from (select ${OF_PLAYER} limit ${MAX_COUNTED}) counted`,
      paramsOf(rangeOf(userId, filter), userId, filter),
    );
    return exact(count);
  }

  private findIn(range: IdRange, userId: string, filter: EventFilter, limit: number, offset = 0) {
    return this.dataSource.query<StoredEvent[]>(
      `select id, type, occurred_at as "occurredAt", meta ${OF_PLAYER} order by id desc limit $7 offset $8`,
      [...paramsOf(range, userId, filter), limit, offset],
    );
  }
}

function rangeOf(userId: string, filter: EventFilter, before?: string): IdRange {
  const { from, end } = idRangeOf(userId, filter, Date.now());
  return { from, end: before !== undefined && before < end ? before : end };
}

function paramsOf({ from, end }: IdRange, userId: string, { type, since, until }: EventFilter): unknown[] {
  return [userId, from, end, type ?? null, since ?? null, until ?? null];
}
