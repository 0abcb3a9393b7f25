import type { Entry } from './rules/entry';

/** What one line of a paid order gave, how much of that was taken back, and how much of it is owed. */
export interface Fulfilment {
  orderLineId: string;
  orderId: string;
  currency: string | null;
  productId: string | null;
  granted: number;
  /** Taken back, at once or by repayments. */
  taken: number;
  owed: number;
  createdAt: string;
}

/** The counter-accounts of what moves because of an order. */
export const ORDER_ACCOUNTS = {
  fulfilment: 'source:order',
  reversal: 'sink:reversal',
  giveBack: 'source:reversal',
  repayment: 'sink:debt',
} as const;

/** The order lines of one player that a batch is about, and all that the player owes for. */
export class Fulfilments {
  private readonly lines = new Map<string, Fulfilment>();
  private readonly changed = new Set<string>();

  fork(): Fulfilments {
    const fork = new Fulfilments();
    for (const [id, line] of this.lines) fork.lines.set(id, line);
    for (const id of this.changed) fork.changed.add(id);
    return fork;
  }

  hold(line: Fulfilment): void {
    this.lines.set(line.orderLineId, line);
  }

  of(orderLineId: string): Fulfilment | undefined {
    return this.lines.get(orderLineId);
  }

  keep(line: Fulfilment): void {
    this.lines.set(line.orderLineId, line);
    this.changed.add(line.orderLineId);
  }

  /** What follows the entries: of what came in, whatever is owed goes at once, the oldest debt first. */
  repaymentsFrom(entries: readonly Entry[]): Entry[] {
    const debts = [...this.lines.values()].filter(({ owed }) => owed > 0).sort(byAge);
    if (debts.length === 0) return [];
    const left = new Map(debts.map(({ orderLineId, owed }) => [orderLineId, owed]));
    return entries.filter(isCredit).flatMap((entry) => {
      let available = entry.amount;
      return debts
        .filter(({ currency, productId }) => currency === entry.currency && productId === entry.productId)
        .flatMap(({ orderLineId, currency, productId }) => {
          const amount = Math.min(available, left.get(orderLineId) ?? 0);
          if (amount === 0) return [];
          available -= amount;
          left.set(orderLineId, (left.get(orderLineId) ?? 0) - amount);
          return [{ currency, productId, amount: -amount, counterAccount: ORDER_ACCOUNTS.repayment, orderLineId }];
        });
    });
  }

  /** Counts a repayment. */
  repay(orderLineId: string, amount: number): void {
    const line = this.lines.get(orderLineId);
    if (line === undefined) throw new RangeError('Only what is owed can be repaid.');
    this.keep({ ...line, owed: line.owed - amount, taken: line.taken + amount });
  }

  changes(): Fulfilment[] {
    return [...this.changed].flatMap((id) => this.lines.get(id) ?? []);
  }
}

/** Coins from anywhere; items only when they are a gift, for what somebody pays for anew is theirs. */
function isCredit({ amount, currency, counterAccount }: Entry): boolean {
  if (amount <= 0) return false;
  return currency !== null || !['source:purchase', ORDER_ACCOUNTS.fulfilment].includes(counterAccount);
}

/** Ids of lines are in order of time. */
function byAge(one: Fulfilment, other: Fulfilment): number {
  return one.orderLineId < other.orderLineId ? -1 : 1;
}
