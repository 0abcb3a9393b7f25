import { Injectable } from '@nestjs/common';
import type { Page } from '../platform/http/page';
import { AccountsService } from '../transactions/accounts.service';
import { mergeTimelines } from './merge-timelines';
import { cursorOf, NEWEST, placeAfter, placeOf } from './timeline-place';
import { TimelineQuery } from './timeline.query';
import type { TimelineKind } from './timeline-row';
import { type TimelineEntryView, timelineEntryView } from './timeline.view';

export interface TimelinePage {
  limit: number;
  cursor?: string;
  only?: TimelineKind;
  /** Those that are wanted, for the names of products. */
  languages: readonly string[];
}

/** Everything that is known of one player, as one story. */
@Injectable()
export class TimelinesService {
  constructor(
    private readonly query: TimelineQuery,
    private readonly accounts: AccountsService,
  ) {}

  /** Newest first. @throws AccountNotFound, InvalidRequest for a foreign cursor */
  async page(userId: string, { limit, cursor, only, languages }: TimelinePage): Promise<Page<TimelineEntryView>> {
    const place = cursor === undefined ? NEWEST : placeOf(cursor);
    const rows = await this.query.find(userId, place, limit + 1, only);
    if (rows.length === 0) await this.accounts.requireOpen(userId);
    const read = mergeTimelines(rows, limit);
    const nextCursor = rows.length > limit ? cursorOf(placeAfter(place, read)) : null;
    return { items: read.map((row) => timelineEntryView(row, languages)), nextCursor };
  }
}
