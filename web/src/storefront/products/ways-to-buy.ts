import type { Product } from './useCatalogue';

export interface WaysToBuy {
  /** Virtual currencies that buy it at once. */
  coins: string[];
  /** The real money that it is sold for in a cart: the one that is preferred, else any. */
  money: string | null;
}

/** How a product can be bought, in the order in which its prices stand; by nothing of which the kind is not known. */
export function waysToBuy(
  prices: Product['prices'],
  kindOf: (currency: string) => 'real' | 'virtual' | undefined,
  preferred: string | null,
): WaysToBuy {
  const currencies = Object.keys(prices);
  const real = currencies.filter((code) => kindOf(code) === 'real');
  return {
    coins: currencies.filter((code) => kindOf(code) === 'virtual'),
    money: real.find((code) => code === preferred) ?? real[0] ?? null,
  };
}
