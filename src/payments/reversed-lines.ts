import type { RefundedFact } from './payment-fact';

/** What of an order line counts when its money goes back. */
export interface SettledLine {
  id: string;
  quantity: number;
  unitPrice: number;
  amount: number;
  /** The coins that the whole line gave; null: it gave `quantity` items. */
  coins: number | null;
}

/**
 * How much of each line goes back, in units of what it gave. Refunds that name lines take those; the rest of the money is
 * spread over the rest of the lines in their order: of items only whole ones go back, those whose whole price did, and of
 * coins the share of the price that did, rounded down. Being a sum, it knows no order of refunds.
 *
 * @param refunds those that take something back
 * @param taken the money of theirs that counts
 */
export function reversedLines(
  lines: readonly SettledLine[],
  refunds: readonly RefundedFact[],
  taken: number,
): ReadonlyMap<string, number> {
  const naming = refunds.filter((refund) => refund.lines);
  let money = Math.max(0, taken - naming.reduce((sum, refund) => sum + (moneyOf(refund, lines) ?? 0), 0));
  return new Map(
    lines.map((line) => {
      const named = Math.min(
        line.quantity,
        naming.reduce((sum, refund) => sum + quantityOf(refund, line.id), 0),
      );
      const spread = Math.min(money, line.amount - named * line.unitPrice);
      money -= spread;
      return [line.id, unitsFor(line, named * line.unitPrice + spread)];
    }),
  );
}

/** All that each line gave. */
export function everything(lines: readonly SettledLine[]): ReadonlyMap<string, number> {
  return new Map(lines.map((line) => [line.id, line.coins ?? line.quantity]));
}

/** The money of a refund; null: all there is. */
export function moneyOf(refund: RefundedFact, lines: readonly SettledLine[]): number | null {
  if (refund.amount !== null) return refund.amount;
  if (!refund.lines) return null;
  return lines.reduce((sum, line) => sum + quantityOf(refund, line.id) * line.unitPrice, 0);
}

function quantityOf({ lines }: RefundedFact, orderLineId: string): number {
  return (lines ?? []).reduce((sum, line) => sum + (line.orderLineId === orderLineId ? line.quantity : 0), 0);
}

/** In whole numbers beyond 2^53, lest the share of a large pack be rounded. */
function unitsFor({ quantity, unitPrice, amount, coins }: SettledLine, money: number): number {
  if (money >= amount) return coins ?? quantity;
  if (coins === null) return Math.floor(money / unitPrice);
  return Number((BigInt(coins) * BigInt(money)) / BigInt(amount));
}
