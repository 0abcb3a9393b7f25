import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from './support/app';
import { told, WITH_SANDBOX } from './support/orders';
import { call, makeUser, openShop, type TestUser } from './support/players';

let app: TestApp;
let admin: TestUser;

beforeAll(async () => {
  app = await startApp(WITH_SANDBOX);
  await openShop(app);
  admin = await makeUser(app, { role: 'admin' });
});
afterAll(() => app.close());

async function product(more: object): Promise<string> {
  const prices = { USD: 199, COIN: 1 };
  const body = { sku: `kept-${randomUUID()}`, name: 'Kept', type: 'consumable', prices, ...more };
  return (await call<{ id: string }>(app, '/products', { token: admin.token, body })).body.id;
}

async function change(productId: string, body: object): Promise<void> {
  const { status } = await call(app, `/products/${productId}`, { method: 'PATCH', token: admin.token, body });
  expect(status).toBe(200);
}

async function order(user: TestUser, productId: string, quantity: number): Promise<{ id: string; total: number }> {
  await call(app, '/cart/items', { body: { productId, quantity }, token: user.token });
  const body = { provider: 'sandbox', currency: 'USD' };
  const answer = await call<{ order: { id: string; total: number } }>(app, '/checkout', {
    body,
    key: randomUUID(),
    token: user.token,
  });
  expect([answer.status, answer.body]).toMatchObject([201, {}]);
  return answer.body.order;
}

async function cancel(user: TestUser, { id }: { id: string }): Promise<void> {
  const { status } = await call(app, `/orders/${id}/cancel`, { method: 'POST', token: user.token });
  expect(status).toBe(200);
}

const buy = (user: TestUser, productId: string, quantity: number) =>
  call<{ code?: string; left?: number }>(app, `/products/${productId}/purchase`, {
    token: user.token,
    body: { quantity },
  });

const availableOf = async (productId: string) =>
  (await call<{ available: number | null }>(app, `/products/${productId}`)).body.available;

/** How many the player may still take, as the cart says. */
async function mayTake(user: TestUser, productId: string): Promise<number | null> {
  await call(app, '/cart/items', { body: { productId, quantity: 1 }, token: user.token });
  const cart = await call<{ lines: { id: string; productId: string; available: number | null }[] }>(app, '/cart', {
    token: user.token,
  });
  const line = cart.body.lines.find((each) => each.productId === productId);
  await call(app, `/cart/items/${line?.id}`, { method: 'DELETE', token: user.token });
  return line?.available ?? null;
}

async function standing(): Promise<number> {
  const [{ n }] = await app.database.query<{ n: string }>('select count(*) as n from reservations');
  return Number(n);
}

describe('what an unpaid order gives back', () => {
  it('is no stock where it was ordered before there was one', async () => {
    const productId = await product({});
    const [early, late] = [await makeUser(app), await makeUser(app)];
    const kept = await order(early, productId, 3);
    await change(productId, { stock: 5 });
    await order(late, productId, 4);
    expect(await availableOf(productId)).toBe(1);
    await cancel(early, kept);
    expect(await availableOf(productId)).toBe(1);
  });

  it('is the stock that was taken, although there is no bound now, or another', async () => {
    const productId = await product({ stock: 5 });
    const [one, other] = [await makeUser(app), await makeUser(app)];
    const [kept, left] = [await order(one, productId, 2), await order(other, productId, 2)];
    await change(productId, { stock: null });
    await cancel(one, kept);
    await change(productId, { stock: 10 });
    expect(await availableOf(productId)).toBe(8);
    await cancel(other, left);
    expect(await availableOf(productId)).toBe(10);
  });

  it.each([
    ['added', null, { quantity: 5, period: 'day' }],
    ['taken away and set again', { quantity: 5, period: 'day' }, { quantity: 5, period: 'day' }],
    ['counted by another period', { quantity: 5, period: 'lifetime' }, { quantity: 5, period: 'day' }],
  ])('is of a limit that was %s meanwhile what was counted', async (_, before, after) => {
    const productId = await product({ limitPerPlayer: before });
    const user = await makeUser(app, { coins: 100 });
    const kept = await order(user, productId, 2);
    await change(productId, { limitPerPlayer: null });
    await change(productId, { limitPerPlayer: after });
    expect((await buy(user, productId, 3)).status).toBe(201);
    await cancel(user, kept);
    expect(await mayTake(user, productId)).toBe(2);
    expect((await buy(user, productId, 3)).body).toMatchObject({ code: 'product.limit_reached', left: 2 });
  });

  it('is nothing once it was paid for', async () => {
    const productId = await product({ stock: 5, limitPerPlayer: { quantity: 4, period: 'lifetime' } });
    const user = await makeUser(app);
    const before = await standing();
    const paid = await order(user, productId, 3);
    expect(await standing()).toBe(before + 1);
    await told(app, { ...paid, lineIds: [] }, { type: 'paid' });
    await told(app, { ...paid, lineIds: [] }, { type: 'refunded' });
    expect([await availableOf(productId), await mayTake(user, productId), await standing()]).toEqual([2, 1, before]);
  });
});

describe('a stock', () => {
  it('is of all that was sold since the first was set, also while there was none', async () => {
    const productId = await product({ stock: 2 });
    const user = await makeUser(app, { coins: 100 });
    await buy(user, productId, 1);
    await change(productId, { stock: null });
    expect((await buy(user, productId, 4)).status).toBe(201);
    await cancel(user, await order(user, productId, 2));
    await change(productId, { stock: 7 });
    expect(await availableOf(productId)).toBe(2);
  });
});
