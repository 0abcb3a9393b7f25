import { randomUUID } from 'node:crypto';
import { ProductsService, type ProductDraft } from '../../src/products/products.service';
import type { TestApp } from './app';
import { call, type TestUser } from './players';

/** One good of each type that money buys. */
export interface Goods {
  potionId: string;
  hatId: string;
  packId: string;
}

/** An order of two potions, a hat and a pack of coins, as a checkout made it. */
export interface Bought {
  id: string;
  total: number;
  currency: string;
  provider: Provider;
  user: TestUser;
  goods: Goods;
}

export type Provider = 'payme' | 'xsolla' | 'sandbox';

/** What a whole order gives. */
export const POTIONS = 2;
export const COINS = 500;

const CURRENCIES: Record<Provider, string> = { payme: 'UZS', xsolla: 'USD', sandbox: 'USD' };

export async function openGoods(app: TestApp): Promise<Goods> {
  const create = async (draft: Partial<ProductDraft> & Pick<ProductDraft, 'type' | 'prices'>) => {
    const sku = `good-${randomUUID()}`;
    return (await app.get(ProductsService).create({ sku, name: `A ${draft.type}`, ...draft })).id;
  };
  return {
    potionId: await create({ type: 'consumable', prices: { USD: 150, UZS: 1_500_000 } }),
    hatId: await create({ type: 'permanent', prices: { USD: 500, UZS: 5_000_000 } }),
    packId: await create({ type: 'currency_pack', prices: { USD: 199, UZS: 2_500_000 }, contents: { COIN: COINS } }),
  };
}

export async function fillCart(app: { url: string }, { token }: TestUser, goods: Goods): Promise<void> {
  const lines = [
    { productId: goods.potionId, quantity: POTIONS },
    { productId: goods.hatId, quantity: 1 },
    { productId: goods.packId, quantity: 1 },
  ];
  for (const body of lines) expect((await call(app, '/cart/items', { body, token })).status).toBe(201);
}

/** May be repeated with the same key. */
export async function checkOut(
  app: { url: string },
  user: TestUser,
  goods: Goods,
  provider: Provider,
  key: string = randomUUID(),
): Promise<Bought> {
  const currency = CURRENCIES[provider];
  const { status, body } = await call<{ order: { id: string; total: number } }>(app, '/checkout', {
    body: { provider, currency },
    key,
    token: user.token,
  });
  expect({ status, body }).toMatchObject({ status: 201 });
  return { id: body.order.id, total: body.order.total, currency, provider, user, goods };
}

/** What an order has come to, for its player and for us. */
export interface Outcome {
  status: string;
  attention: string | null;
  /** What came and did not go back. */
  kept: number;
  toReturn: number;
  /** Held, and owed. */
  potions: [held: number, owed: number];
  hats: [held: number, owed: number];
  coins: [held: number, owed: number];
  isBlocked: boolean;
}

export async function outcomeOf(app: Pick<TestApp, 'database'>, { id, user, goods }: Bought): Promise<Outcome> {
  const [row] = await app.database.query<Record<string, string> & { attention: string | null; blocked: boolean }>(
    `select o.status, o.attention, p.received - p.returned as kept, p.to_return,
       (select coalesce(sum(quantity), 0) from inventory where user_id = $1 and product_id = $3) as potions,
       (select coalesce(sum(quantity), 0) from inventory where user_id = $1 and product_id = $4) as hats,
       (select coalesce(sum(balance), 0) from wallets where user_id = $1 and currency = 'COIN') as coins,
       (select coalesce(sum(owed), 0) from fulfilments where user_id = $1 and product_id = $3) as potions_owed,
       (select coalesce(sum(owed), 0) from fulfilments where user_id = $1 and product_id = $4) as hats_owed,
       (select coalesce(sum(owed), 0) from fulfilments where user_id = $1 and currency = 'COIN') as coins_owed,
       exists (select from purchase_blocks where user_id = $1) as blocked
     from orders o join payments p on p.user_id = o.user_id and p.order_id = o.id where o.user_id = $1 and o.id = $2`,
    [user.id, id, goods.potionId, goods.hatId],
  );
  return {
    status: row.status,
    attention: row.attention,
    kept: Number(row.kept),
    toReturn: Number(row.to_return),
    potions: [Number(row.potions), Number(row.potions_owed)],
    hats: [Number(row.hats), Number(row.hats_owed)],
    coins: [Number(row.coins), Number(row.coins_owed)],
    isBlocked: row.blocked,
  };
}
