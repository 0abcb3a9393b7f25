import { startApp, type TestApp } from './support/app';
import { brokenChecks } from './support/forgery';
import { call, makeUser, openShop, type TestUser, times } from './support/players';

interface Product {
  id: string;
  code: string;
  stock: number | null;
  available: number | null;
  limitPerPlayer: object | null;
  contents: object | null;
  prices: object;
}

let app: TestApp;
let admin: TestUser;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
  admin = await makeUser(app, { role: 'admin' });
});
afterAll(async () => {
  expect(await brokenChecks(app, await makeUser(app, { role: 'finance' }))).toEqual({});
  await app.close();
});

let made = 0;
async function product(more: object): Promise<Product> {
  const body = { sku: `limited-${++made}`, name: 'Limited', type: 'consumable', prices: { COIN: 1 }, ...more };
  return (await call<Product>(app, '/products', { token: admin.token, body })).body;
}

const purchase = (player: TestUser, { id }: Product, quantity = 1, query = '') =>
  call<{ code?: string; left?: number }>(app, `/products/${id}/purchase${query}`, {
    token: player.token,
    body: { quantity },
  });
const availableOf = async ({ id }: Product) => (await call<Product>(app, `/products/${id}`)).body.available;

describe('a product with limited stock', () => {
  it('is sold so many times and no more, whoever asks at once', async () => {
    const medal = await product({ stock: 7 });
    expect([medal.stock, medal.available]).toEqual([7, 7]);
    const players = await Promise.all(times(10, () => makeUser(app, { coins: 100 })));
    const answers = await Promise.all(players.flatMap((player) => times(3, () => purchase(player, medal))));
    const codes = answers.map(({ status, body }) => body.code ?? status);
    expect(codes.filter((code) => code === 201)).toHaveLength(7);
    expect(codes.filter((code) => code === 'product.out_of_stock')).toHaveLength(23);
    expect(await availableOf(medal)).toBe(0);
  });

  it('is asked for with others by many in any order, and nobody waits for ever', async () => {
    const shelf = await Promise.all(times(4, () => product({ stock: 1_000 })));
    const players = await Promise.all(times(6, () => makeUser(app, { coins: 1_000 })));
    await Promise.all(
      players.flatMap((player, turn) =>
        times(10, (n) => purchase(player, shelf[(n * (turn % 2 ? 1 : 3) + turn) % shelf.length])),
      ),
    );
    const left = await Promise.all(shelf.map(availableOf));
    expect(left.reduce<number>((sum, each) => sum + (each ?? 0), 0)).toBe(4_000 - 60);
  });

  it('sells more when there is more, and stays sold out when there is less', async () => {
    const hat = await product({ stock: 1 });
    const player = await makeUser(app, { coins: 100 });
    await purchase(player, hat);
    const change = (stock: number | null) =>
      call<Product>(app, `/products/${hat.id}`, { method: 'PATCH', token: admin.token, body: { stock } });
    expect((await change(0)).body).toMatchObject({ stock: 0, available: 0 });
    expect((await purchase(player, hat)).body.code).toBe('product.out_of_stock');
    expect((await change(3)).body).toMatchObject({ stock: 3, available: 2 });
    expect((await purchase(player, hat, 3)).body).toMatchObject({ code: 'product.out_of_stock', left: 2 });
    expect((await change(null)).body).toMatchObject({ stock: null, available: null });
    expect((await purchase(player, hat, 5)).status).toBe(201);
  });

  it('is not taken by a purchase that is only tried out, or refused', async () => {
    const hat = await product({ stock: 2, prices: { COIN: 60 } });
    const player = await makeUser(app, { coins: 100 });
    expect((await purchase(player, hat, 1, '?dryRun=true')).status).toBe(200);
    expect((await purchase(player, hat, 2)).status).toBe(402);
    expect(await availableOf(hat)).toBe(2);
  });
});

describe('a product with a limit per player', () => {
  it('is sold so often to each player and period', async () => {
    const potion = await product({ limitPerPlayer: { quantity: 3, period: 'day' } });
    const [one, other] = await Promise.all(times(2, () => makeUser(app, { coins: 100 })));
    const answers = await Promise.all(times(8, () => purchase(one, potion)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect((await purchase(one, potion)).body).toMatchObject({ code: 'product.limit_reached', left: 0 });
    expect((await purchase(other, potion, 3)).status).toBe(201);
    await app.database.query(`update purchase_counts set period_start = period_start - 1 where user_id = $1`, [one.id]);
    expect((await purchase(one, potion)).status).toBe(201);
  });
});

describe('what is sold for money', () => {
  it('is listed among the items, with packs and what they hold', async () => {
    const pack = await product({
      type: 'currency_pack',
      prices: { USD: 199, UZS: 2_500_000 },
      contents: { COIN: 500 },
    });
    const coinsOnly = await product({});
    const hidden = await product({ prices: { USD: 1 }, isActive: false });
    const { body } = await call<{ items: Product[] }>(app, '/items?limit=100');
    const ids = body.items.map(({ id }) => id);
    expect([pack, coinsOnly, hidden].map(({ id }) => ids.includes(id))).toEqual([true, false, false]);
    expect(body.items.find(({ id }) => id === pack.id)).toMatchObject({
      contents: { COIN: 500 },
      prices: { USD: 199, UZS: 2_500_000 },
    });
    const old = await fetch(`${app.url}/api/items?limit=100`);
    expect(((await old.json()) as { items: Product[] }).items.map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ['a pack with a price in coins', { type: 'currency_pack', prices: { COIN: 5 }, contents: { COIN: 5 } }],
    ['a pack of real money', { type: 'currency_pack', prices: { USD: 5 }, contents: { USD: 5 } }],
    ['contents of something else', { type: 'permanent', contents: { COIN: 5 } }],
  ])('is not %s', async (_, more) => {
    expect((await product(more)).code).toBe('product.contents_mismatch');
  });

  it('can be in a currency that an admin adds by its ISO code', async () => {
    const add = (body: object) => call<Product>(app, '/currencies', { token: admin.token, body });
    const euro = { code: 'EUR', name: 'Euro', kind: 'real', scale: 2, maxBalance: 1_000_000_000 };
    expect((await add(euro)).body).toMatchObject({ code: 'EUR', kind: 'real', scale: 2 });
    expect((await add({ ...euro, code: 'EURO' })).status).toBe(400);
    expect((await product({ prices: { EUR: 5 } })).prices).toEqual({ EUR: 5 });
    const player = await makeUser(app, { coins: 100 });
    const inMoney = await call<Product>(app, `/users/${player.id}/add-funds`, {
      token: admin.token,
      body: { amount: 5, currency: 'EUR' },
      headers: { 'idempotency-key': 'k' },
    });
    expect(inMoney.body.code).toBe('wallet.unknown_currency');
  });
});
