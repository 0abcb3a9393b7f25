import { randomUUID } from 'node:crypto';
import { ProductsService } from '../src/products/products.service';
import { startApp, type TestApp } from './support/app';
import { holds, moneyOf, orderOf, told, WITH_SANDBOX } from './support/orders';
import { call, makeUser, type TestUser } from './support/players';

interface Answered {
  code: string;
  lines: object[];
  order: { id: string; total: number };
}

let app: TestApp;
beforeAll(async () => {
  app = await startApp(WITH_SANDBOX);
});
afterAll(() => app.close());

async function product(type: 'permanent' | 'consumable' = 'permanent'): Promise<string> {
  const draft = { sku: `good-${randomUUID()}`, name: 'A good', prices: { COIN: 5, USD: 199 } };
  return (await app.get(ProductsService).create({ ...draft, type })).id;
}

const put = (user: TestUser, productId: string) =>
  call<Answered>(app, '/cart/items', { body: { productId }, token: user.token });
const look = async (user: TestUser) => (await call<Answered>(app, '/cart', { token: user.token })).body;
const checkOut = (user: TestUser) =>
  call<Answered>(app, '/checkout', {
    body: { provider: 'sandbox', currency: 'USD' },
    key: randomUUID(),
    token: user.token,
  });

async function order(user: TestUser, productId: string) {
  await put(user, productId);
  const { status, body } = await checkOut(user);
  expect([status, body]).toMatchObject([201, {}]);
  return { ...body.order, lineIds: [] };
}

async function isRefused(user: TestUser): Promise<void> {
  expect((await look(user)).lines).toMatchObject([{ isAvailable: false, reason: 'already_ordered' }]);
  const refused = await checkOut(user);
  expect([refused.status, refused.body]).toMatchObject([
    409,
    { code: 'checkout.lines_unavailable', lines: [{ reason: 'already_ordered' }] },
  ]);
}

describe('what can be owned once', () => {
  it('is not ordered again while an order of it waits to be paid', async () => {
    const [user, other, hat] = [await makeUser(app), await makeUser(app), await product()];
    const first = await order(user, hat);
    await put(user, hat);
    await isRefused(user);
    await order(other, hat);
    await call(app, `/orders/${first.id}/cancel`, { method: 'POST', token: user.token });
    expect((await look(user)).lines).toMatchObject([{ isAvailable: true, reason: null }]);
    expect((await checkOut(user)).status).toBe(201);
  });

  it('is not ordered again while an order of it is paid but cannot be given', async () => {
    const [user, hat] = [await makeUser(app), await product()];
    const first = await order(user, hat);
    await app.database.query(`update accounts set status = 'blocked' where user_id = $1`, [user.id]);
    await told(app, first, { type: 'paid' });
    expect(await orderOf(app, first)).toMatchObject({ status: 'paid', attention: 'blocked' });
    await app.database.query(`update accounts set status = 'active' where user_id = $1`, [user.id]);
    await put(user, hat);
    await isRefused(user);
  });

  it('is ordered again once the time of the first order has passed, and no money for both is lost', async () => {
    const [user, hat] = [await makeUser(app), await product()];
    const first = await order(user, hat);
    await app.database.query('update orders set expires_at = now() where id = $1', [first.id]);
    const second = await order(user, hat);
    await told(app, first, { type: 'paid' });
    await told(app, second, { type: 'paid' });
    expect(await holds(app, user, hat)).toBe(1);
    const both = [await orderOf(app, first), await orderOf(app, second)];
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'paid']);
    expect(both.map(({ attention }) => attention)).toContain('ended');
    const money = [await moneyOf(app, first), await moneyOf(app, second)];
    expect(money.reduce((sum, { toReturn }) => sum + toReturn, 0)).toBe(199);
  });

  it('is told from what can be had many times', async () => {
    const [user, potion] = [await makeUser(app), await product('consumable')];
    await order(user, potion);
    await order(user, potion);
  });
});

describe('what orders alone sell', () => {
  it('is nothing to anybody who asks for it by its id', async () => {
    const user = await makeUser(app, { coins: 100 });
    const hidden = await product();
    await app.database.query('update products set is_hidden = true where id = $1', [hidden]);
    const refused = [
      await call(app, `/products/${hidden}/purchase`, { body: {}, token: user.token }),
      await put(user, hidden),
    ];
    for (const { status, body } of refused) expect([status, body.code]).toEqual([404, 'product.not_found']);
    expect(await holds(app, user, hidden)).toBe(0);
  });
});
