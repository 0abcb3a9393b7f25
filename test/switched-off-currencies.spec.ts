import { randomUUID } from 'node:crypto';
import { ProductsService, type ProductDraft } from '../src/products/products.service';
import { MockOwner } from '../src/sellables/mock/owner';
import { startApp, type TestApp } from './support/app';
import { holds, told, WITH_SANDBOX } from './support/orders';
import { buy, call, makeUser, type TestUser } from './support/players';

interface Answered {
  code: string;
  currency: string;
  lines: object[];
  totals: object;
  order: { id: string; total: number };
}

let app: TestApp;
let owner: MockOwner;
let admin: TestUser;

beforeAll(async () => {
  owner = new MockOwner();
  const port = await owner.start('127.0.0.1', 0);
  app = await startApp({ ...WITH_SANDBOX, AMBASSADOR_GRPC_HOST: '127.0.0.1', AMBASSADOR_GRPC_PORT: String(port) });
  admin = await makeUser(app, { role: 'admin' });
});
afterEach(async () => {
  for (const code of ['COIN', 'USD', 'UZS']) await switchTo(code, true);
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

async function switchTo(code: string, isActive: boolean): Promise<void> {
  const answer = await call(app, `/currencies/${code}`, { method: 'PATCH', token: admin.token, body: { isActive } });
  expect(answer.status).toBe(200);
}

const put = (user: TestUser, body: object) => call<Answered>(app, '/cart/items', { body, token: user.token });
const look = async (user: TestUser) => (await call<Answered>(app, '/cart', { token: user.token })).body;
const checkOut = (user: TestUser, currency: string) =>
  call<Answered>(app, '/checkout', {
    body: { provider: 'sandbox', currency },
    key: randomUUID(),
    token: user.token,
  });

describe('a currency that is switched off', () => {
  it('is none of the prices in a cart, and buys nothing, until it is on again', async () => {
    const user = await makeUser(app);
    await put(user, { productId: await product() });
    await switchTo('USD', false);
    expect(await look(user)).toMatchObject({ lines: [{ prices: { UZS: 2_500_000 }, reason: null }], totals: {} });
    expect((await look(user)).totals).toEqual({ UZS: 2_500_000 });
    const refused = await checkOut(user, 'USD');
    expect([refused.status, refused.body]).toMatchObject([422, { code: 'wallet.currency_inactive', currency: 'USD' }]);
    await switchTo('USD', true);
    expect((await checkOut(user, 'USD')).status).toBe(201);
  });

  it('is the reason against what has no other price, which nobody puts into a cart', async () => {
    const user = await makeUser(app);
    const productId = await product({ prices: { COIN: 5, USD: 199 } });
    await put(user, { productId });
    await switchTo('USD', false);
    expect((await look(user)).lines).toMatchObject([{ isAvailable: false, prices: {}, reason: 'currency_inactive' }]);
    expect((await checkOut(user, 'UZS')).body).toMatchObject({ lines: [{ reason: 'currency_inactive' }] });
    const refused = await put(user, { productId });
    expect([refused.status, refused.body]).toMatchObject([422, { code: 'wallet.currency_inactive', currency: 'USD' }]);
  });

  it('is the reason against goods of others', async () => {
    const user = await makeUser(app);
    const ambassador = { sellable: { source: 'ambassador', id: '1' } };
    await put(user, ambassador);
    await switchTo('UZS', false);
    expect((await look(user)).lines).toMatchObject([{ isAvailable: false, reason: 'currency_inactive' }]);
    expect((await put(await makeUser(app), ambassador)).body.code).toBe('wallet.currency_inactive');
  });

  it('is sold in no pack', async () => {
    const user = await makeUser(app);
    const pack = await product({ type: 'currency_pack', prices: { USD: 99 }, contents: { COIN: 5 } });
    await put(user, { productId: pack });
    await switchTo('COIN', false);
    expect((await look(user)).lines).toMatchObject([{ reason: 'currency_inactive' }]);
    expect((await checkOut(user, 'USD')).body).toMatchObject({ code: 'checkout.lines_unavailable' });
  });

  it('pays all the same for what was ordered before', async () => {
    const user = await makeUser(app);
    const productId = await product();
    await put(user, { productId });
    const { order } = (await checkOut(user, 'USD')).body;
    await switchTo('USD', false);
    await told(app, { ...order, lineIds: [] }, { type: 'paid' });
    expect(await holds(app, user, productId)).toBe(1);
  });

  it('buys nothing with coins either', async () => {
    const user = await makeUser(app, { coins: 10 });
    const productId = await product();
    await switchTo('COIN', false);
    const refused = await buy(app, user, productId);
    expect([refused.status, refused.body.code]).toEqual([422, 'wallet.currency_inactive']);
  });
});
