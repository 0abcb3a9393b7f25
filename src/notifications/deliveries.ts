import { Injectable, Logger } from '@nestjs/common';
import { NotificationWords } from './notification-words';
import { NotificationsRepository } from './notifications.repository';
import type { PlayerSocket } from './player-socket';
import { SocketMetrics } from './socket-metrics';

/** So many sockets are served by one look into the table, */
const SOCKETS = 100;
/** each with so many notifications. */
const PAGE = 100;
const PAUSE_AFTER_FAILURE_MS = 500;

/**
 * Brings sockets what is new for them: always from the table, after the last one that they were sent, so that nothing is
 * missed, doubled or out of order, whatever signals came or did not. One look at a time, whatever there is to bring.
 */
@Injectable()
export class Deliveries {
  private readonly logger = new Logger(Deliveries.name);
  private readonly waiting = new Set<PlayerSocket>();
  private isRunning = false;
  private isAway = false;

  constructor(
    private readonly repository: NotificationsRepository,
    private readonly words: NotificationWords,
    private readonly metrics: SocketMetrics,
  ) {}

  /** There may be something new for these. */
  bring(sockets: Iterable<PlayerSocket>): void {
    for (const socket of sockets) this.waiting.add(socket);
    if (!this.isRunning) void this.run();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.waiting.size > 0) {
      const sockets = this.next();
      try {
        await this.serve(sockets);
        this.isAway = false;
      } catch (error) {
        if (!this.isAway) this.logger.warn(error, 'Notifications cannot be read for now; their sockets wait.');
        this.isAway = true;
        for (const socket of sockets) this.waiting.add(socket);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_FAILURE_MS).unref());
      }
    }
    this.isRunning = false;
  }

  /** Those that are not receptive come again once they are. */
  private next(): PlayerSocket[] {
    const sockets: PlayerSocket[] = [];
    for (const socket of this.waiting) {
      this.waiting.delete(socket);
      if (socket.isReceptive) sockets.push(socket);
      if (sockets.length === SOCKETS) break;
    }
    return sockets;
  }

  private async serve(sockets: readonly PlayerSocket[]): Promise<void> {
    if (sockets.length === 0) return;
    const places = sockets.map(({ visitor, lastId = 0 }) => ({ userId: visitor.userId, after: lastId }));
    const found = await this.repository.findAfter(places, PAGE);
    const told = await this.words.of(
      sockets.map(({ visitor: { userId, languages = [] } }, index) => ({
        userId,
        languages,
        notifications: found[index],
      })),
    );
    for (const [index, socket] of sockets.entries()) {
      this.metrics.noteSent(told[index].length);
      const hasMore = told[index].length === PAGE;
      socket.send(told[index], hasMore ? () => this.bring([socket]) : undefined);
    }
  }
}
