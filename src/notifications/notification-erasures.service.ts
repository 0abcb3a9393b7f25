import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import { OutboxService } from '../platform/outbox/outbox.service';
import { NotificationsRepository } from './notifications.repository';
import { SocketTicketsRepository } from './socket-tickets.repository';
import { WriteNotifications } from './write-notifications';

/** A transaction that others wait for deletes no more. */
const SLICE = 5_000;

/** What a player was told goes with them. */
@Injectable()
export class NotificationErasures {
  constructor(
    private readonly outbox: OutboxService,
    private readonly repository: NotificationsRepository,
    private readonly tickets: SocketTicketsRepository,
  ) {}

  /** Nobody is told anything until the unit of work ends. */
  holdWriter(tx: Tx): Promise<void> {
    return this.outbox.holdReader(tx, WriteNotifications);
  }

  /** Whether there may be more. */
  async eraseSlice(tx: Tx, userId: string): Promise<boolean> {
    await this.tickets.deleteAll(tx, userId);
    return (await this.repository.deleteSome(tx, userId, SLICE)) === SLICE;
  }
}
