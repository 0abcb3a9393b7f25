import type { components } from '../../client/schema';

type Product = components['schemas']['ProductView'];
/** What there is to know of a pack: its prices in real money and what it turns into. */
export type Pack = Pick<Product, 'prices' | 'contents' | 'available'>;

interface Rate {
  price: bigint;
  coins: bigint;
}

/**
 * What coins are worth in real money, by the pack that sells them cheapest; rounded to the smallest unit, half up. Null
 * where no pack on sale sells this currency alone for that money.
 */
export function coinValue(
  amount: number,
  currency: string,
  packs: readonly Pack[],
  realCurrency: string,
): number | null {
  const best = bestRate(packs, currency, realCurrency);
  if (best === null) return null;
  return Number((BigInt(amount) * best.price * 2n + best.coins) / (best.coins * 2n));
}

function bestRate(packs: readonly Pack[], currency: string, realCurrency: string): Rate | null {
  let best: Rate | null = null;
  for (const pack of packs) {
    const rate = rateOf(pack, currency, realCurrency);
    if (rate !== null && (best === null || rate.price * best.coins < best.price * rate.coins)) best = rate;
  }
  return best;
}

function rateOf({ prices, contents, available }: Pack, currency: string, realCurrency: string): Rate | null {
  const [only, ...others] = Object.entries(contents ?? {});
  const price = prices[realCurrency];
  if (only === undefined || others.length > 0 || price === undefined || available === 0) return null;
  const [code, coins] = only;
  return code === currency ? { price: BigInt(price), coins: BigInt(coins) } : null;
}
