import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { NotificationsQueryDto } from './dto/notifications.query.dto';
import { AFTER_ALL, BEFORE_ALL, idNumber } from './notification-id';
import { NotificationWords } from './notification-words';
import { type NotificationsView, notificationView, type UnreadView } from './notification.view';
import { NotificationsRepository } from './notifications.repository';

/** So many are marked in one transaction, which must not last. */
const SLICE = 10_000;

/** What players are told. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: NotificationsRepository,
    private readonly words: NotificationWords,
  ) {}

  /**
   * After a notification the oldest first, as a client that was away wants them; else the newest first.
   *
   * @param languages tags of those in which the names of products are wanted, most wanted first
   */
  async list(userId: string, query: NotificationsQueryDto, languages: readonly string[]): Promise<NotificationsView> {
    const { after, cursor, limit } = query;
    const onlyUnread = query.unread === 'true';
    const unread = this.repository.countUnread(userId);
    const found =
      after === undefined
        ? this.repository.findBefore(userId, idNumber(cursor) ?? AFTER_ALL, limit + 1, onlyUnread)
        : this.pageAfter(userId, idNumber(cursor ?? after) ?? BEFORE_ALL, limit + 1, onlyUnread);
    const [rows, count] = await Promise.all([found, unread]);
    const [told] = await this.words.of([{ userId, languages, notifications: rows.slice(0, limit) }]);
    const items = told.map(notificationView);
    return { items, nextCursor: rows.length > limit ? items[limit - 1].id : null, unread: count };
  }

  private async pageAfter(userId: string, after: number, limit: number, onlyUnread: boolean) {
    return this.repository.findPageAfter(userId, await this.repository.findBeginning(after), limit, onlyUnread);
  }

  /** This one and all before it. */
  async markRead(userId: string, upTo: string): Promise<UnreadView> {
    await this.markReadUpTo(userId, idNumber(upTo) ?? BEFORE_ALL);
    return { unread: await this.repository.countUnread(userId) };
  }

  async markReadUpTo(userId: string, id: number): Promise<void> {
    while ((await this.unitOfWork.run((tx) => this.repository.markRead(tx, userId, id, SLICE))) === SLICE);
  }
}
