import type { Cart } from './useCart';

/** What is ordered: ids of lines with their quantities, in an order of their own. */
export type OrderedLines = (readonly [lineId: string, quantity: number])[];

/** A sum may stay the same while the cart becomes another: an order of that cart is another intention. */
export function orderedLines(
  cart: { lines: Pick<Cart['lines'][number], 'id' | 'quantity'>[] } | undefined,
): OrderedLines {
  const lines = (cart?.lines ?? []).map(({ id, quantity }) => [id, quantity] as const);
  return lines.sort(([one], [other]) => (one < other ? -1 : 1));
}
