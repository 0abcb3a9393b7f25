import { Injectable, Logger } from '@nestjs/common';
import { NotificationsService } from './notifications.service';

const PAUSE_AFTER_FAILURE_MS = 500;

/** What clients say over sockets that they have read: one mark at a time, however many are sent. */
@Injectable()
export class ReadMarks {
  private readonly logger = new Logger(ReadMarks.name);
  /** The last one that each player has read. */
  private readonly wanted = new Map<string, number>();
  private isRunning = false;
  private isAway = false;

  constructor(private readonly notifications: NotificationsService) {}

  mark(userId: string, upTo: number): void {
    this.wanted.set(userId, Math.max(upTo, this.wanted.get(userId) ?? upTo));
    if (!this.isRunning) void this.run();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    for (const [userId, upTo] of this.wanted) {
      this.wanted.delete(userId);
      try {
        await this.notifications.markReadUpTo(userId, upTo);
        this.isAway = false;
      } catch (error) {
        await this.tryLater(userId, upTo, error);
      }
    }
    this.isRunning = false;
  }

  /** Behind those of others, and together with what the player has read meanwhile. */
  private async tryLater(userId: string, upTo: number, error: unknown): Promise<void> {
    if (!this.isAway) this.logger.warn(error, 'What players have read cannot be noted for now; it is kept.');
    this.isAway = true;
    this.wanted.set(userId, Math.max(upTo, this.wanted.get(userId) ?? upTo));
    await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_FAILURE_MS).unref());
  }
}
