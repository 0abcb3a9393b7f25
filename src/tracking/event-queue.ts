import { byMachineTime } from '../platform/clock/clock';
import { EventsBusy } from './tracking.errors';

/** What is written or refused together: the events of one request. */
export interface Parcel {
  /** How many events it holds. */
  readonly size: number;
}

export interface QueueLimits {
  /** Parcels are written together up to so many events; one that holds more goes alone. */
  batch: number;
  /** The most events that wait. */
  queue: number;
}

interface Waiting<P, R> {
  parcel: P;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}

/**
 * Writes one batch at a time; what arrives meanwhile makes up the next, as in the lanes of the economy. There is no
 * timer: a quiet queue has batches of one parcel, a busy one commits thousands of events together.
 */
export class EventQueue<P extends Parcel, R> {
  private waiting: Waiting<P, R>[] = [];
  private size = 0;
  private running: Promise<void> | undefined;

  constructor(
    private readonly limits: QueueLimits,
    private readonly write: (parcels: readonly P[]) => Promise<readonly PromiseSettledResult<R>[]>,
  ) {}

  /** How many events wait. */
  get length(): number {
    return this.size;
  }

  /**
   * Resolves once the parcel is written.
   *
   * @throws EventsBusy when too many wait
   */
  join(parcel: P): Promise<R> {
    if (this.size + parcel.size > this.limits.queue) return Promise.reject(new EventsBusy());
    this.size += parcel.size;
    return new Promise((resolve, reject) => {
      this.waiting.push({ parcel, resolve, reject });
      this.running ??= byMachineTime(() => this.drain());
    });
  }

  /** Resolves when nothing waits and nothing is being written. */
  async idle(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  /** Parcels that arrive in the same turn of the event loop go together. */
  private async drain(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) await this.writeBatch(this.next());
    this.running = undefined;
  }

  private next(): Waiting<P, R>[] {
    let size = 0;
    let count = 0;
    for (const { parcel } of this.waiting) {
      if (count > 0 && size + parcel.size > this.limits.batch) break;
      size += parcel.size;
      count++;
    }
    this.size -= size;
    return this.waiting.splice(0, count);
  }

  private async writeBatch(batch: readonly Waiting<P, R>[]): Promise<void> {
    try {
      const results = await this.write(batch.map(({ parcel }) => parcel));
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result.status === 'fulfilled') resolve(result.value);
        else reject(result.reason);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
