import { randomUUID } from 'node:crypto';
import { ProductsService, type ProductDraft } from '../src/products/products.service';
import { MockOwner } from '../src/sellables/mock/owner';
import { SellablesSweep } from '../src/sellables/sellables-sweep';
import { type TestApp, startApp } from './support/app';
import { eventually } from './support/eventually';
import { WITH_SANDBOX } from './support/orders';
import { call, makeUser, type TestUser, times } from './support/players';

interface Cart {
  code: string;
  version: number;
  lines: { id: string; quantity: number; reason: string | null; message: string | null; isAvailable: boolean }[];
  totals: Record<string, number>;
}

const NOTHING = '0199c000-0000-7000-8000-00000000dead';

let app: TestApp;
let owner: MockOwner;
let port: number;
beforeAll(async () => {
  owner = new MockOwner();
  port = await owner.start('127.0.0.1', 0);
  app = await startApp({ ...WITH_SANDBOX, AMBASSADOR_GRPC_HOST: '127.0.0.1', AMBASSADOR_GRPC_PORT: String(port) });
});
afterAll(async () => {
  await app.close();
  owner.stop();
});

async function product(draft: Partial<ProductDraft> = {}): Promise<string> {
  const sku = `good-${randomUUID()}`;
  const common = { sku, name: 'A good', type: 'consumable' as const, prices: { COIN: 5, USD: 199, UZS: 2_500_000 } };
  return (await app.get(ProductsService).create({ ...common, ...draft })).id;
}

const put = (user: TestUser, body: object) => call<Cart>(app, '/cart/items', { body, token: user.token });
const look = async (user: TestUser) => (await call<Cart>(app, '/cart', { token: user.token })).body;
const ambassador = (id: string) => ({ sellable: { source: 'ambassador', id } });

describe('a cart', () => {
  it('is empty at first, and shows what lies in it at the prices of the moment', async () => {
    const user = await makeUser(app);
    expect(await look(user)).toEqual({ version: 0, lines: [], totals: {} });
    const productId = await product();
    const put_ = await put(user, { productId, quantity: 2 });
    expect([put_.status, put_.body]).toMatchObject([
      201,
      { version: 1, lines: [{ productId, quantity: 2, prices: { USD: 199 } }], totals: { USD: 398, UZS: 5_000_000 } },
    ]);
    await app.database.query(`update prices set amount = 300 where product_id = $1 and currency = 'USD'`, [productId]);
    expect((await look(user)).totals).toEqual({ USD: 600, UZS: 5_000_000 });
  });

  it('adds to a line, changes it, and takes it out by its id or by what it is of', async () => {
    const [user, one, other] = [await makeUser(app), await product(), await product()];
    await put(user, { productId: one });
    const { lines } = (await put(user, { productId: one.toUpperCase(), quantity: 4 })).body;
    expect(lines).toMatchObject([{ quantity: 5 }]);
    await put(user, { productId: other });
    const at = `/cart/items/${lines[0].id}`;
    const changed = await call<Cart>(app, at, { method: 'PATCH', body: { quantity: 7 }, token: user.token });
    expect(changed.body.lines).toMatchObject([{ quantity: 7 }, { quantity: 1 }]);
    expect((await call<Cart>(app, at, { method: 'DELETE', token: user.token })).body.lines).toHaveLength(1);
    const byGood = { method: 'DELETE', body: { productId: other }, token: user.token };
    expect((await call<Cart>(app, '/cart/items', byGood)).body.lines).toEqual([]);
    for (const gone of [
      await call(app, at, { method: 'DELETE', token: user.token }),
      await call(app, '/cart/items', byGood),
    ])
      expect([gone.status, gone.body.code]).toEqual([404, 'cart.line_not_found']);
  });

  it('is nobody else’s', async () => {
    const [user, stranger] = [await makeUser(app), await makeUser(app)];
    const [line] = (await put(user, { productId: await product() })).body.lines;
    const at = `/cart/items/${line.id}`;
    expect((await call(app, at, { method: 'DELETE', token: stranger.token })).status).toBe(404);
    expect((await call(app, at, { method: 'PATCH', body: { quantity: 9 }, token: stranger.token })).status).toBe(404);
    expect((await look(user)).lines).toMatchObject([{ quantity: 1 }]);
  });

  it('takes nothing that cannot be bought with money, and no more than it can hold', async () => {
    const user = await makeUser(app);
    const [forCoins, permanent] = [await product({ prices: { COIN: 5 } }), await product({ type: 'permanent' })];
    const plain = await product();
    await put(user, { productId: plain, quantity: 1_000_000 });
    const refused = [
      { productId: NOTHING },
      { productId: await product({ isActive: false }) },
      { productId: forCoins },
      { productId: permanent, quantity: 2 },
      { productId: plain },
      ambassador('777'),
    ].map((body) => put(user, body));
    expect((await Promise.all(refused)).map(({ status, body }) => [status, body.code])).toEqual([
      [404, 'product.not_found'],
      [404, 'product.not_found'],
      [422, 'cart.not_for_money'],
      [422, 'product.single_only'],
      [422, 'cart.quantity_too_large'],
      [404, 'sellable.not_found'],
    ]);
  });

  it('has at most 50 lines, however many are added at once', async () => {
    const user = await makeUser(app);
    const products = await Promise.all(times(53, () => product()));
    const answers = await Promise.all(products.map((productId) => put(user, { productId })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(50);
    expect(answers.filter(({ body }) => body.code === 'cart.full')).toHaveLength(3);
    expect((await look(user)).lines).toHaveLength(50);
  });

  it.each([
    {},
    { productId: 'x' },
    { productId: NOTHING, sellable: { source: 'ambassador', id: '1' } },
    { sellable: { source: 'other', id: '1' } },
    { sellable: { source: 'ambassador', id: '01' } },
    { sellable: { source: 'ambassador', id: 1 } },
    { sellable: [] },
    { sellable: null },
    { productId: NOTHING, quantity: 0 },
    { productId: NOTHING, quantity: 1_000_001 },
    { productId: NOTHING, quantity: '1' },
  ])('refuses %j', async (body) => {
    const refused = await put(await makeUser(app), body);
    expect([refused.status, refused.body.code]).toEqual([400, 'request.invalid']);
  });

  it('says of each line why it cannot be bought', async () => {
    const user = await makeUser(app);
    const [scarce, limited, gone] = [
      await product({ stock: 1 }),
      await product({ limitPerPlayer: { quantity: 1, period: 'week' } }),
      await product(),
    ];
    for (const productId of [scarce, limited, gone]) await put(user, { productId, quantity: 2 });
    await app.database.query('update products set is_active = false where id = $1', [gone]);
    expect((await look(user)).lines).toMatchObject([
      { reason: 'out_of_stock', available: 1, isAvailable: false },
      { reason: 'limit_reached', available: 1, isAvailable: false },
      { reason: 'not_on_sale', isAvailable: false },
    ]);
  });
});

describe('goods of others in a cart', () => {
  it('are bought once, for what their owner asks, and show it when it is silent', async () => {
    const user = await makeUser(app);
    expect((await put(user, ambassador('1'))).body.totals).toEqual({ UZS: 5_000_000 });
    expect((await put(user, ambassador('1'))).body.code).toBe('product.single_only');
    const checkOut = (key = randomUUID()) => {
      const body = { provider: 'sandbox', currency: 'UZS' };
      return call<{ code: string; order: { lines: object[] } }>(app, '/checkout', { body, key, token: user.token });
    };
    owner.stop();
    try {
      expect((await look(user)).lines).toMatchObject([
        { reason: 'temporarily_unavailable', message: 'temporarily unavailable' },
      ]);
      const refused = await checkOut();
      expect([refused.status, refused.body.code]).toEqual([503, 'sellable.owner_unavailable']);
      expect((await put(user, ambassador('2'))).status).toBe(503);
    } finally {
      await owner.start('127.0.0.1', port);
    }
    await eventually(async () => expect((await look(user)).lines[0].isAvailable).toBe(true), 10_000);
    const key = randomUUID();
    const ordered = await checkOut(key);
    expect([ordered.status, ordered.body.order.lines]).toMatchObject([
      201,
      [{ sku: 'ambassador:1', sellable: { source: 'ambassador', id: '1' }, amount: 5_000_000 }],
    ]);
    owner.stop();
    try {
      expect((await checkOut(key)).text).toBe(ordered.text);
    } finally {
      await owner.start('127.0.0.1', port);
    }
  });

  it('leave every cart when their owner deletes them', async () => {
    const users = [await makeUser(app), await makeUser(app)];
    await eventually(async () => {
      for (const user of users) expect([201, 422]).toContain((await put(user, ambassador('3'))).status);
    });
    const kept = await product();
    await put(users[0], { productId: kept });
    const { version } = await look(users[0]);
    owner.prices.delete('3');
    expect((await look(users[0])).lines[0].reason).toBe('no_longer_offered');
    await app.get(SellablesSweep).run();
    await eventually(async () => {
      expect((await look(users[0])).lines).toMatchObject([{ productId: kept }]);
      expect((await look(users[1])).lines).toEqual([]);
    });
    expect((await look(users[0])).version).toBeGreaterThan(version);
  });
});
