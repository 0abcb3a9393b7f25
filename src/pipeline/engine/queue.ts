import type { Pair } from './crowd';

/** Who waited longest gives up when one more comes. */
export const MOST_WAITING = 262_144;
const GONE_AT_ONCE = 65_536;

/**
 * Pairs rows as they come, in the order of time: each with whoever of the other side has waited longest and is within
 * reach. As many pairs as possible, since everybody's reach is the same; the gaps may be larger than they need be.
 */
export class Queue {
  private ofPurchases = true;
  private ids: bigint[] = [];
  private times: number[] = [];
  /** How many at the front have left. */
  private gone = 0;

  constructor(
    private readonly reach: number,
    private readonly pairs: Pair[],
  ) {}

  add(isPurchase: boolean, at: number, id: bigint): void {
    while (this.isWaiting() && this.times[this.gone] < at - this.reach) this.leave();
    if (this.isWaiting() && this.ofPurchases !== isPurchase) {
      const partner = this.leave();
      this.pairs.push(isPurchase ? [id, partner] : [partner, id]);
      return;
    }
    this.ofPurchases = isPurchase;
    this.ids.push(id);
    this.times.push(at);
    if (this.ids.length - this.gone > MOST_WAITING) this.leave();
  }

  private isWaiting(): boolean {
    return this.gone < this.ids.length;
  }

  private leave(): bigint {
    const id = this.ids[this.gone];
    this.gone += 1;
    if (this.gone === GONE_AT_ONCE) {
      this.ids = this.ids.slice(this.gone);
      this.times = this.times.slice(this.gone);
      this.gone = 0;
    }
    return id;
  }
}
