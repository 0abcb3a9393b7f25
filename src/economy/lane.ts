import { byMachineTime } from '../platform/clock/clock';
import type { IssuedCommand } from './command';
import { EconomyBusy } from './economy.errors';
import type { Receipt } from './receipt';

interface Waiting {
  issued: IssuedCommand;
  resolve: (receipt: Receipt) => void;
  reject: (error: unknown) => void;
}

export interface LaneLimits {
  /** The most commands that are committed together. */
  batch: number;
  /** The most that wait. */
  queue: number;
}

/**
 * Runs one batch at a time; what arrives meanwhile makes up the next. There is no timer: a quiet lane has batches of
 * one, a busy one commits many together.
 */
export class Lane {
  private waiting: Waiting[] = [];
  private running = false;

  constructor(
    private readonly limits: LaneLimits,
    private readonly run: (batch: readonly IssuedCommand[]) => Promise<Receipt[]>,
  ) {}

  get length(): number {
    return this.waiting.length;
  }

  /** @throws EconomyBusy when the lane is full */
  join(issued: IssuedCommand): Promise<Receipt> {
    if (this.waiting.length >= this.limits.queue) return Promise.reject(new EconomyBusy());
    return new Promise((resolve, reject) => {
      this.waiting.push({ issued, resolve, reject });
      this.start();
    });
  }

  /** Commands that arrive in the same turn of the event loop go together. */
  private start(): void {
    if (this.running) return;
    this.running = true;
    byMachineTime(() => setImmediate(() => void this.drain()));
  }

  /** The next batch leaves for the database before the last one's callers are answered, so that neither waits. */
  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const answer = await this.runBatch(this.waiting.splice(0, this.limits.batch));
      if (this.waiting.length > 0) setImmediate(answer);
      else answer();
    }
    this.running = false;
  }

  /** Runs a batch; what it returns tells the callers. */
  private async runBatch(batch: readonly Waiting[]): Promise<() => void> {
    try {
      const receipts = await this.run(batch.map(({ issued }) => issued));
      return () => batch.forEach(({ resolve }, index) => resolve(receipts[index]));
    } catch (error) {
      return () => batch.forEach(({ reject }) => reject(error));
    }
  }
}
