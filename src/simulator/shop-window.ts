import type { Wire } from './wire';

/** A good that may be bought again and again, by anybody. */
export interface Good {
  id: string;
  price: number;
}

/** What is for sale, as far as the simulator buys it. */
export interface ShopWindow {
  goods: readonly Good[];
  /** Decimal places of the currency. */
  scale: number;
  /** What coins are spent on; undefined: nothing. */
  bauble: { id: string; price: number } | undefined;
}

interface Item {
  id: string;
  type: string;
  prices: Record<string, number>;
  stock: number | null;
  limitPerPlayer: object | null;
}

export const COIN = 'COIN';

/**
 * Looks at the shop. What is scarce, or owned once for ever, is left to real players: a long run would empty it.
 *
 * @throws Error when there is nothing to buy in this currency
 */
export async function lookAt(wire: Wire, currency: string): Promise<ShopWindow> {
  const items = (await list<Item>(wire, '/api/v1/items')).filter(isPlenty);
  const goods = items
    .filter(({ type, prices }) => type !== 'permanent' && prices[currency] !== undefined)
    .map(({ id, prices }) => ({ id, price: prices[currency] }));
  if (goods.length === 0)
    throw new Error(
      `Nothing in this shop can be bought for ${currency}: add a consumable or a pack with such a price.`,
    );
  const currencies = await list<{ code: string; scale: number }>(wire, '/api/v1/currencies');
  const baubles = (await list<Item>(wire, '/api/v1/products')).filter(isPlenty);
  const bauble = baubles.find(({ type, prices }) => type === 'consumable' && prices[COIN] !== undefined);
  return {
    goods: goods.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    scale: currencies.find(({ code }) => code === currency)?.scale ?? 2,
    bauble: bauble && { id: bauble.id, price: bauble.prices[COIN] },
  };
}

function isPlenty({ stock, limitPerPlayer }: Item): boolean {
  return stock === null && limitPerPlayer === null;
}

async function list<Entry>(wire: Wire, path: string): Promise<Entry[]> {
  const found: Entry[] = [];
  for (let cursor: string | null | undefined = ''; typeof cursor === 'string';) {
    const query: string = cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await wire.send({ method: 'GET', path: `${path}${query}`, headers: () => ({}) });
    if (status !== 200) throw new Error(`${path} was answered ${status}.`);
    const page = body as { items: Entry[]; nextCursor: string | null } | Entry[];
    found.push(...(Array.isArray(page) ? page : page.items));
    cursor = Array.isArray(page) ? null : page.nextCursor;
  }
  return found;
}
