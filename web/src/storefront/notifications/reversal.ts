/** So many of a product, or so much of a currency in its smallest units. */
export type Counted = { name: string; quantity: number } | { currency: string; amount: number };

/** What became of what an order gave. */
export interface Reversal {
  /** Behind `order_reversed` in the words. */
  ending: '' | '_owing' | '_both' | '_again' | '_settled';
  /** What was taken, or given again. */
  moved: Counted[];
  owed: Counted[];
}

type Part = Partial<Record<'name' | 'quantity' | 'currency' | 'amount' | 'owed', unknown>>;

/** Of the `data` of `order.reversed`. */
export function reversalOf({ cause, items, currencies }: Record<string, unknown>): Reversal {
  const parts = [items, currencies].flatMap((list) => (Array.isArray(list) ? (list as Part[]) : []));
  const moved = parts.flatMap((part) => counted(part, part.quantity ?? part.amount));
  const owed = parts.flatMap((part) => counted(part, part.owed));
  return { ending: endingOf(cause === 'dispute_won', moved.length > 0, owed.length > 0), moved, owed };
}

function endingOf(isGiven: boolean, hasMoved: boolean, isOwed: boolean): Reversal['ending'] {
  if (isGiven && hasMoved) return '_again';
  if (isOwed) return hasMoved ? '_both' : '_owing';
  return isGiven ? '_settled' : '';
}

function counted({ name, currency }: Part, count: unknown): Counted[] {
  if (typeof count !== 'number' || count === 0) return [];
  const size = Math.abs(count);
  return [typeof currency === 'string' ? { currency, amount: size } : { name: String(name), quantity: size }];
}
