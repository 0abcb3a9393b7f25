import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { exact } from '../platform/database/bigint';
import { idsFrom } from '../platform/database/new-id';
import { MAX_LATE_MS } from './event-time';
import type { EventFilter, StoredEvent } from './player-event';

/** An id is made a moment before or after the time beside it, and clocks are set back. */
const APART_MS = 3_600_000;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Where a page begins: after an event, or after so many. */
export interface PageStart {
  before?: string;
  offset?: number;
}

/**
 * The events of one player, those that came last first. An event comes after it has happened, and counts as having
 * happened 30 days before that at most: so times bound the ids, and days that lie outside are not looked at.
 */
const OF_PLAYER = `
  from player_events
  where user_id = $1 and id > $2 and id < $3 and ($4::text is null or type = $4)
    and ($5::timestamptz is null or occurred_at >= $5) and ($6::timestamptz is null or occurred_at < $6)`;

@Injectable()
export class EventsQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async find(userId: string, filter: EventFilter, limit: number, { before, offset = 0 }: PageStart) {
    return this.dataSource.query<StoredEvent[]>(
      `select id, type, occurred_at as "occurredAt", meta ${OF_PLAYER} order by id desc limit $7 offset $8`,
      [...paramsOf(userId, filter, before), limit, offset],
    );
  }

  async count(userId: string, filter: EventFilter): Promise<number> {
    const [{ count }] = await this.dataSource.query<[{ count: string }]>(
      `select count(*) ${OF_PLAYER}`,
      paramsOf(userId, filter),
    );
    return exact(count);
  }
}

function paramsOf(userId: string, { type, since, until }: EventFilter, before?: string): unknown[] {
  const firstId = since === undefined ? idsFrom(0) : idsFrom(Date.parse(since) - APART_MS);
  const endId = until === undefined ? LAST_ID : idsFrom(Date.parse(until) + MAX_LATE_MS + APART_MS);
  const bound = before !== undefined && before < endId ? before : endId;
  return [userId, firstId, bound, type ?? null, since ?? null, until ?? null];
}
