import { randomUUID } from 'node:crypto';
import { EconomyService } from '../src/economy/economy.service';
import { ProductsService } from '../src/products/products.service';
import { startApp, type TestApp } from './support/app';
import { WITH_SANDBOX } from './support/orders';
import { call, makeUser, type TestUser } from './support/players';

interface Answered {
  code: string;
  currency: string;
  lines: object[];
  order: { id: string; total: number };
}

let app: TestApp;
let admin: TestUser;
beforeAll(async () => {
  app = await startApp(WITH_SANDBOX);
  admin = await makeUser(app, { role: 'admin' });
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => app.close());

async function product(): Promise<string> {
  const draft = { sku: `good-${randomUUID()}`, name: 'A good', type: 'consumable' as const, prices: { USD: 199 } };
  return (await app.get(ProductsService).create({ ...draft, stock: 100 })).id;
}

async function change(path: string, body: object): Promise<void> {
  expect((await call(app, path, { method: 'PATCH', token: admin.token, body })).status).toBe(200);
}

/** Somebody does this when the checkout is about to keep the goods: all that it reads before is old by then. */
function meanwhile(act: () => Promise<void>, often = 1): void {
  const economy = app.get(EconomyService);
  const apply = economy.apply.bind(economy);
  const spy = jest.spyOn(economy, 'apply');
  for (let turn = 0; turn < often; turn++) {
    spy.mockImplementationOnce(async (...given) => {
      await act();
      return apply(...given);
    });
  }
}

const put = (user: TestUser, productId: string) =>
  call<Answered>(app, '/cart/items', { body: { productId, quantity: 2 }, token: user.token });
const checkOut = (user: TestUser, over: object = {}) =>
  call<Answered>(app, '/checkout', {
    body: { provider: 'sandbox', currency: 'USD', ...over },
    key: randomUUID(),
    token: user.token,
  });

async function nothingWasOrdered({ id }: TestUser): Promise<void> {
  const [{ n }] = await app.database.query<{ n: string }>('select count(*) as n from orders where user_id = $1', [id]);
  expect(n).toBe('0');
}

describe('while a checkout is under way', () => {
  it.each([{}, { expectedTotal: 398 }])('a price that changes is told, not sold at (%j)', async (over) => {
    const [user, productId] = [await makeUser(app), await product()];
    await put(user, productId);
    meanwhile(() => change(`/products/${productId}`, { prices: { USD: 250 } }));
    const refused = await checkOut(user, over);
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'checkout.price_changed', total: 500, lines: [{ before: 199, now: 250, difference: 102 }] },
    ]);
    await nothingWasOrdered(user);
    const { available } = (await call<{ available: number }>(app, `/products/${productId}`)).body;
    expect(available).toBe(100);
    expect((await checkOut(user)).body.order.total).toBe(500);
  });

  it('what is taken off sale is not sold', async () => {
    const [user, productId] = [await makeUser(app), await product()];
    await put(user, productId);
    meanwhile(() => change(`/products/${productId}`, { isActive: false }));
    expect((await checkOut(user)).body).toMatchObject({
      code: 'checkout.lines_unavailable',
      lines: [{ reason: 'not_on_sale' }],
    });
    await nothingWasOrdered(user);
  });

  it('a currency that is switched off buys nothing', async () => {
    const [user, productId] = [await makeUser(app), await product()];
    await put(user, productId);
    meanwhile(() => change('/currencies/USD', { isActive: false }));
    const refused = await checkOut(user);
    await change('/currencies/USD', { isActive: true });
    expect([refused.status, refused.body.code]).toEqual([422, 'wallet.currency_inactive']);
    await nothingWasOrdered(user);
  });

  it('what changes otherwise is looked at again, and sold', async () => {
    const [user, productId] = [await makeUser(app), await product()];
    await put(user, productId);
    meanwhile(() => change(`/products/${productId}`, { name: 'Renamed' }), 2);
    const { status, body } = await checkOut(user);
    expect([status, body.order]).toMatchObject([201, { total: 398, lines: [{ name: 'Renamed' }] }]);
  });

  it('what never stops changing is not sold', async () => {
    const [user, productId] = [await makeUser(app), await product()];
    await put(user, productId);
    meanwhile(() => change(`/products/${productId}`, { description: randomUUID() }), 3);
    expect((await checkOut(user)).body.code).toBe('checkout.cart_changing');
    await nothingWasOrdered(user);
  });
});
