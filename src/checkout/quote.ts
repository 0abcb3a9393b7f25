import type { OrderLineDraft } from '../orders/orders.service';
import type { CartLine } from './cart-line.entity';
import { CheckoutPriceChanged, LinesUnavailable, type PriceDifference, TotalTooLarge } from './checkout.errors';
import { type Offer, reasonAgainst } from './offer';

/** A line that can be bought, with its price. */
export interface PricedLine {
  line: CartLine;
  offer: Offer;
  unitPrice: number;
}

export interface Quote {
  lines: PricedLine[];
  total: number;
}

/**
 * What the lines come to in this currency.
 *
 * @throws LinesUnavailable, TotalTooLarge
 */
export function quote(lines: readonly CartLine[], offerOf: (line: CartLine) => Offer, currency: string): Quote {
  const priced = lines.map((line) => ({ line, offer: offerOf(line), unitPrice: offerOf(line).prices[currency] }));
  const unavailable = priced.flatMap(({ line, offer, unitPrice }) => {
    const reason = reasonAgainst(offer, line.quantity) ?? (unitPrice === undefined ? ('no_price' as const) : null);
    return reason === null ? [] : [{ lineId: line.id, reason }];
  });
  if (unavailable.length > 0) throw new LinesUnavailable(unavailable);
  const total = priced.reduce((sum, { line, unitPrice }) => sum + line.quantity * unitPrice, 0);
  const coins = priced.map(({ line, offer }) => line.quantity * (offer.coins?.amount ?? 0));
  if (![total, ...coins].every(Number.isSafeInteger)) throw new TotalTooLarge();
  return { lines: priced, total };
}

/**
 * The player pays what they were told, or nothing: the sum that the client says it showed, else the price of each line
 * as it was last told. Null: it is that.
 */
export function driftOf(
  { lines, total }: Quote,
  currency: string,
  expectedTotal: number | undefined,
): CheckoutPriceChanged | null {
  const differences = lines.flatMap((line) => differenceOf(line, currency) ?? []);
  const hasDrifted = expectedTotal === undefined ? differences.length > 0 : expectedTotal !== total;
  return hasDrifted ? new CheckoutPriceChanged(total, currency, expectedTotal ?? null, differences) : null;
}

function differenceOf({ line, unitPrice: now }: PricedLine, currency: string): PriceDifference | null {
  const before = line.shownPrices[currency] ?? null;
  if (before === now) return null;
  return { lineId: line.id, quantity: line.quantity, before, now, difference: (now - (before ?? 0)) * line.quantity };
}

/** What an order keeps of a line. */
export function orderLine({ line, offer, unitPrice }: PricedLine, productId: string): OrderLineDraft {
  const { quantity, sellableSource, sellableId } = line;
  return {
    productId,
    sku: offer.sku,
    name: offer.name,
    quantity,
    unitPrice,
    amount: unitPrice * quantity,
    coinsCurrency: offer.coins?.currency ?? null,
    coinsAmount: offer.coins === null ? null : offer.coins.amount * quantity,
    sellableSource,
    sellableId,
  };
}
