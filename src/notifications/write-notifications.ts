import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import { Handles, type OutboxHandler } from '../platform/outbox/handles.decorator';
import type { Recorded } from '../platform/outbox/outbox-event';
import { NotificationSignal } from './notification-signal';
import { NotificationsRepository } from './notifications.repository';
import { newsOf } from './tellings.service';
import { TOLD_EVENTS, type ToldEvent } from './told.events';

/** Keeps for players what they are told, and lets it be known once it is committed. */
@Injectable()
@Handles('WriteNotifications', ...TOLD_EVENTS)
export class WriteNotifications implements OutboxHandler<ToldEvent> {
  constructor(
    private readonly repository: NotificationsRepository,
    private readonly signal: NotificationSignal,
  ) {}

  async apply(tx: Tx, events: readonly Recorded<ToldEvent>[]): Promise<void> {
    const news = events.map(newsOf);
    await this.repository.insert(tx, news);
    tx.afterCommit(() => this.signal.ring(new Set(news.map(({ userId }) => userId))));
  }
}
