import type { SellableSource } from '../sellables/sellables.service';
import type { CartLine } from './cart-line.entity';

/** What a line of a cart is of: a product of ours, or a good that is owned elsewhere. */
export type Good = Pick<CartLine, 'productId' | 'sellableSource' | 'sellableId'>;

export interface Sellable {
  source: SellableSource;
  id: string;
}

export function productGood(productId: string): Good {
  return { productId, sellableSource: null, sellableId: null };
}

export function sellableGood({ source, id }: Sellable): Good {
  return { productId: null, sellableSource: source, sellableId: id };
}

export function sellableOf({ sellableSource, sellableId }: Good): Sellable | null {
  return sellableSource === null || sellableId === null
    ? null
    : { source: sellableSource as SellableSource, id: sellableId };
}

export function isSameGood(one: Good, other: Good): boolean {
  const { productId, sellableSource, sellableId } = one;
  return productId === other.productId && sellableSource === other.sellableSource && sellableId === other.sellableId;
}
