import { amountOf } from '../../client/money';

/** What a form says of coins or items. */
export interface AssetFields {
  of: 'currency' | 'product';
  currency: string;
  text: string;
  productId: string;
  quantity: number;
}

type NamedAsset = { currency: string; amount: number } | { productId: string; quantity: number };

/** What the form names, in smallest units; null while it names nothing. */
export function assetOf(
  { of, currency, text, productId, quantity }: AssetFields,
  scale: number | null,
): NamedAsset | null {
  if (of === 'product') return productId === '' || quantity < 1 ? null : { productId, quantity };
  const amount = amountOf(text, scale);
  return amount === null || amount < 1 ? null : { currency, amount };
}
