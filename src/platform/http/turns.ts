import { byMachineTime } from '../clock/clock';

/** How many requests are taken up before everything else that is ready, answers of the database above all, has its turn. */
const TOGETHER = 16;

/** Goes on with a request, or refuses it. */
export type Going = (error?: Error) => void;

/**
 * Takes requests up a few at a time, in their order. Those that were read together go through each stage together, which
 * is faster than one by one, and however many there are, what waits for the database is not kept waiting behind them
 * all (docs/performance.md).
 */
export class Turns {
  private waiting: Going[] = [];
  private hasNext = false;

  take(go: Going): void {
    this.waiting.push(go);
    this.plan();
  }

  private plan(): void {
    if (this.hasNext) return;
    this.hasNext = true;
    byMachineTime(() => setImmediate(() => this.serve()));
  }

  private serve(): void {
    const going = this.waiting.splice(0, TOGETHER);
    this.hasNext = false;
    if (this.waiting.length > 0) this.plan();
    for (const go of going) takeUp(go);
  }
}

/** What one of them throws is its own affair, as within the hooks of Fastify. */
function takeUp(go: Going): void {
  try {
    go();
  } catch (error) {
    go(error as Error);
  }
}
