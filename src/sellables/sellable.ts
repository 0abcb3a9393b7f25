/** Who owns goods that are sold here. */
export const SELLABLE_SOURCES = ['ambassador'] as const;
export type SellableSource = (typeof SELLABLE_SOURCES)[number];

/** What the owner asks for one of its goods. */
export interface SellableOffer {
  priceMinor: number;
  currency: 'UZS';
}

/** What the owner said of those that it was asked about. */
export interface SellableOffers {
  valid: Map<string, SellableOffer>;
  /** All others. */
  invalid: string[];
}

const MAX_INT64 = 2n ** 63n - 1n;

/** Ids travel as int64, which a JavaScript number cannot hold: they stay decimal digits, written in one way only. */
export function isSellableId(id: string): boolean {
  return /^[1-9]\d{0,18}$/.test(id) && BigInt(id) <= MAX_INT64;
}
