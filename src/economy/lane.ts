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
    setImmediate(() => void this.drain());
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) await this.runBatch(this.waiting.splice(0, this.limits.batch));
    this.running = false;
  }

  private async runBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const receipts = await this.run(batch.map(({ issued }) => issued));
      batch.forEach(({ resolve }, index) => resolve(receipts[index]));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
