import type { Print } from '../platform/cli/cli-command';
import type { FlorinProcess } from './florin-process';
import type { Options } from './options';
import { killsOf } from './plan';
import type { Tally } from './tally';

const KILLS = 3;

/** Kills Florin after some orders, and starts it again, one after the other. */
export class Killer {
  /** Rejects when Florin does not come back: there is nothing left to play against. */
  readonly failure: Promise<never>;
  private fail: (error: unknown) => void;
  private readonly due: number[];
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly florin: FlorinProcess | undefined,
    { chaos, orders, seed }: Options,
    private readonly tally: Tally,
    private readonly warn: Print,
  ) {
    this.due = chaos.includes('kill') ? killsOf(seed, orders, KILLS) : [];
    this.failure = new Promise<never>((_, reject) => (this.fail = reject));
    this.failure.catch(() => undefined);
  }

  orderFinished(orders: number): void {
    while (this.due.length > 0 && this.due[0] <= orders) {
      this.due.shift();
      this.work = this.work.then(() => this.kill(orders)).catch((error: unknown) => this.fail(error));
    }
  }

  /** Until Florin is there again. */
  async settled(): Promise<void> {
    await Promise.race([this.work, this.failure]);
  }

  private async kill(orders: number): Promise<void> {
    if (this.florin === undefined) return;
    this.tally.add('killed');
    const startedAt = Date.now();
    await this.florin.killAndRestart();
    const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1);
    this.warn(`Killed after ${orders} orders, and there again after ${seconds} s.`);
  }
}
