import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import { InvalidRequest } from '../platform/errors/platform.errors';
import { decodeCursor, encodeCursor, type Page } from '../platform/http/page';
import { AccountsService } from '../transactions/accounts.service';
import type { EventsQueryDto, OwnEventsQueryDto } from './dto/events.query.dto';
import { EventErasure } from './event-erasure';
import { type EventView, eventView, type OwnEventsView } from './event.view';
import { EventsQuery } from './events.query';
import type { EventFilter, StoredEvent } from './player-event';

/** What players did, for those who may see it; and how it is forgotten. */
@Injectable()
export class EventsService {
  constructor(
    private readonly query: EventsQuery,
    private readonly accounts: AccountsService,
    private readonly erasure: EventErasure,
  ) {}

  async own(userId: string, query: OwnEventsQueryDto): Promise<OwnEventsView> {
    const { limit, cursor, offset } = query;
    if (cursor !== undefined && offset !== undefined) {
      const fault = { detail: 'has no place beside `cursor`', pointer: '/offset' };
      throw new InvalidRequest('Either a cursor or an offset.', [fault]);
    }
    const filter = {
      type: query.type ?? query.event_type,
      since: query.since ?? query.start_time,
      until: query.until ?? query.end_time,
    };
    const { items, nextCursor } = await this.page(userId, filter, limit, { cursor, offset });
    const page = { events: items, nextCursor, hasMore: nextCursor !== null, limit };
    return offset === undefined ? page : { ...page, offset, total: await this.query.count(userId, filter) };
  }

  /** @throws UserNotFound */
  async list(userId: string, { limit, cursor, ...filter }: EventsQueryDto): Promise<Page<EventView>> {
    const page = await this.page(userId, filter, limit, { cursor });
    if (page.items.length === 0) await this.accounts.requireOpen(userId);
    return page;
  }

  async erase(tx: Tx, userId: string): Promise<void> {
    await this.erasure.erase(tx, userId);
  }

  private async page(
    userId: string,
    filter: EventFilter,
    limit: number,
    { cursor, offset }: { cursor?: string; offset?: number },
  ): Promise<Page<EventView>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const found: StoredEvent[] = await this.query.find(userId, filter, limit + 1, { before, offset });
    const items = found.slice(0, limit).map(eventView);
    return { items, nextCursor: found.length > limit ? encodeCursor([items[limit - 1].id]) : null };
  }
}
