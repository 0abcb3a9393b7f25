import { ALONE, matchLine } from './match-line';
import { Queue } from './queue';

/** Above one of these nobody is sure who is who, and memory would have no end: 4,096 on either side, at the same time. */
export const MOST_POSSIBLE_PAIRS = 4_096 * 4_096;
export const MOST_ROWS = 262_144;

/** A purchase and a confirmation. */
export type Pair = readonly [bigint, bigint];

/** Of one crowd, in the order of time. */
class Side {
  readonly ids: bigint[] = [];
  readonly times: number[] = [];
  private from = 0;

  add(at: number, id: bigint): void {
    this.ids.push(id);
    this.times.push(at);
  }

  /** How many of these are at most as old; asked for in the order of time. */
  since(oldest: number): number {
    while (this.from < this.times.length && this.times[this.from] < oldest) this.from += 1;
    return this.times.length - this.from;
  }
}

/**
 * Purchases and confirmations of one group, in the order of time, that may be each other's. The best choice of pairs is
 * found when all are there; when there are too many, each newcomer takes whoever has waited longest.
 */
export class Crowd {
  private readonly purchases = new Side();
  private readonly confirmations = new Side();
  private possiblePairs = 0;
  private latest = -Infinity;
  private queue?: Queue;

  constructor(
    private readonly key: string | null,
    private readonly reach: number,
    private readonly pairs: Pair[],
  ) {}

  reaches(key: string, at: number): boolean {
    return key === this.key && at - this.latest <= this.reach;
  }

  add(isPurchase: boolean, at: number, id: bigint): void {
    this.latest = at;
    if (this.queue !== undefined) return this.queue.add(isPurchase, at, id);
    const [mine, theirs] = isPurchase ? [this.purchases, this.confirmations] : [this.confirmations, this.purchases];
    mine.add(at, id);
    this.possiblePairs += theirs.since(at - this.reach);
    if (
      this.possiblePairs > MOST_POSSIBLE_PAIRS ||
      this.purchases.ids.length + this.confirmations.ids.length > MOST_ROWS
    )
      this.queueUp();
  }

  end(): void {
    const { purchases, confirmations } = this;
    if (this.queue !== undefined || this.possiblePairs === 0) return;
    matchLine(purchases.times, confirmations.times, this.reach).forEach((partner, i) => {
      if (partner !== ALONE) this.pairs.push([purchases.ids[i], confirmations.ids[partner]]);
    });
  }

  /** Everybody who is here already, in the order in which they came: purchases before confirmations of one time. */
  private queueUp(): void {
    const { purchases, confirmations } = this;
    this.queue = new Queue(this.reach, this.pairs);
    const bothInOrder = [
      ...purchases.times.map((at, i) => ({ isPurchase: true, at, id: purchases.ids[i] })),
      ...confirmations.times.map((at, i) => ({ isPurchase: false, at, id: confirmations.ids[i] })),
    ].toSorted((one, other) => one.at - other.at);
    for (const { isPurchase, at, id } of bothInOrder) this.queue.add(isPurchase, at, id);
  }
}
