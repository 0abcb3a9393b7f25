/** What budgets are counted in: `currency:COIN`, `product:<id>`, or every one of either. */
export type AssetName = `currency:${string}` | `product:${string}`;

/** Stands for every currency or every product. */
export const ANY = '*';

/** Exactly one of the two is set. */
export function assetName(currency: string | null, productId: string | null): AssetName {
  return currency === null ? `product:${productId ?? ''}` : `currency:${currency}`;
}

/** The name under which the budget for all assets of this kind stands. */
export function anyLike(asset: AssetName): AssetName {
  return asset.startsWith('currency:') ? `currency:${ANY}` : `product:${ANY}`;
}
