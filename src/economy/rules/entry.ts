/**
 * A posting to be made: the player's holding of one asset moves by `amount`, the counter-account by its opposite.
 * Exactly one of `currency` and `productId` is set.
 */
export interface Entry {
  currency: string | null;
  productId: string | null;
  amount: number;
  counterAccount: string;
  /** The line of the order, for what moves because of one. */
  orderLineId?: string;
}

/** Coins leave the player. */
export function pay(currency: string, amount: number, sink: string): Entry {
  return { currency, productId: null, amount: -amount, counterAccount: sink };
}

/** Coins come to the player. */
export function credit(currency: string, amount: number, source: string): Entry {
  return { currency, productId: null, amount, counterAccount: source };
}

/** Items come to the player. */
export function give(productId: string, quantity: number, source: string): Entry {
  return { currency: null, productId, amount: quantity, counterAccount: source };
}

/** Items leave the player. */
export function take(productId: string, quantity: number, sink: string): Entry {
  return { currency: null, productId, amount: -quantity, counterAccount: sink };
}
