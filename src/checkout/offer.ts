import type { ProductType } from '../products/product.entity';

/** Why a line cannot be bought now. */
export const REASONS = [
  'not_on_sale',
  'not_for_money',
  'currency_inactive',
  'already_owned',
  'already_ordered',
  'single_only',
  'out_of_stock',
  'limit_reached',
  'no_longer_offered',
  'temporarily_unavailable',
] as const;
export type Reason = (typeof REASONS)[number];

/** What there is to know of a good for this player at this moment. */
export interface Offer {
  /** Null: it is owned elsewhere, and stands for no product before it is sold. */
  productId: string | null;
  /** Of the product: whatever changes of it, this grows. 0: there is no product. */
  version: number;
  sku: string;
  name: string;
  type: ProductType;
  /** In real currencies that are in use, smallest units. */
  prices: Record<string, number>;
  /** Of a pack: what one turns into. */
  coins: { currency: string; amount: number } | null;
  /** How many are left in stock; null: no bound. */
  inStock: number | null;
  /** How many this player may still take; null: no bound. */
  mayTake: number | null;
  isOwned: boolean;
  /** It can be owned once, and waits to be paid or given in an order of the player's. */
  isOrdered: boolean;
  /** The currency that keeps it from being sold, because it is switched off: all that it is priced in, or its coins. */
  switchedOff: string | null;
  /** Why nobody can buy it now. */
  withheld: Reason | null;
}

/** Why the player cannot buy so many of it; null: they can. */
export function reasonAgainst(offer: Offer, quantity: number): Reason | null {
  if (offer.withheld !== null) return offer.withheld;
  if (Object.keys(offer.prices).length === 0) return 'not_for_money';
  if (offer.isOwned) return 'already_owned';
  if (offer.isOrdered) return 'already_ordered';
  if (offer.type === 'permanent' && quantity > 1) return 'single_only';
  if (offer.inStock !== null && quantity > offer.inStock) return 'out_of_stock';
  return offer.mayTake !== null && quantity > offer.mayTake ? 'limit_reached' : null;
}

/** How many of it there are for the player; null: as many as they want. */
export function availableOf({ inStock, mayTake }: Offer): number | null {
  if (inStock === null || mayTake === null) return inStock ?? mayTake;
  return Math.min(inStock, mayTake);
}
