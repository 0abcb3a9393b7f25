import { SalesQuery } from '../src/analytics/sales.query';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { placeOrder, told, WITH_SANDBOX } from './support/orders';
import { BOOST, buy, call, makeUser, openShop, POTION, type TestUser } from './support/players';

interface Sales {
  purchases: number;
  units: number;
  payers: number;
  money: { currency: string; orders: number; revenue: string }[];
  buckets: Omit<Sales, 'buckets' | 'products'>[];
  products: { product: { sku: string; name: string }; purchases: number; units: number }[];
}

let app: TestApp;
let staff: TestUser;
const read = (query = '', { token = staff.token, language = 'ru' } = {}) =>
  call<Sales>(app, `/analytics/sales${query}`, { token, headers: { 'accept-language': language } });

beforeAll(async () => {
  app = await startApp(WITH_SANDBOX);
  await openShop(app);
  staff = await makeUser(app, { role: 'support' });
  const [one, other] = [await makeUser(app, { coins: 1_000 }), await makeUser(app, { coins: 1_000 })];
  await buy(app, one, POTION.id, { body: { quantity: 3 } });
  await buy(app, one, POTION.id);
  await buy(app, other, BOOST.id);
  for (const player of [one, one, other]) {
    await told(app, await placeOrder(app, player, [{ productId: POTION.id, unitPrice: 200 }]), { type: 'paid' });
  }
  const refunded = await placeOrder(app, await makeUser(app), [{ productId: POTION.id, unitPrice: 500 }]);
  await told(app, refunded, { type: 'paid' });
  await told(app, refunded, { type: 'refunded' });
  await placeOrder(app, one, [{ productId: POTION.id, unitPrice: 900 }]);
  await eventually(async () => expect(await counted()).toBe(3));
});
afterAll(() => app.close());

/** How many purchases the reader of events has come to: what `read` says is kept for a while. */
async function counted(): Promise<number> {
  const [{ purchases }] = await app.database.query<{ purchases: number }>(
    'select coalesce(sum(purchases), 0)::int as purchases from product_sales',
  );
  return purchases;
}

describe('GET /analytics/sales', () => {
  it('counts purchases for coins, and money less what went back', async () => {
    const { body } = await read();
    const today = { purchases: 3, units: 5, payers: 2, money: [{ currency: 'USD', orders: 4, revenue: '600' }] };
    expect(body).toMatchObject(today);
    expect(body.buckets).toHaveLength(31);
    expect(body.buckets[30]).toMatchObject(today);
    expect(body.buckets[29]).toMatchObject({ purchases: 0, units: 0, payers: 0, money: [] });
  });

  it('says what sold best', async () => {
    const { products } = (await read('?bucket=hour')).body;
    expect(products.map(({ product, purchases, units }) => [product.sku, purchases, units])).toEqual([
      ['health-potion', 2, 4],
      ['day-boost', 1, 1],
    ]);
  });

  it('looks no further than it was asked, and not too far', async () => {
    const { body } = await read('?bucket=day&from=2024-01-01&to=2024-01-03');
    expect(body).toMatchObject({ purchases: 0, payers: 0, money: [], products: [] });
    expect(body.buckets).toHaveLength(2);
    expect((await read('?bucket=hour&from=2024-01-01')).status).toBe(400);
    expect((await read('?from=2024-01-03&to=2024-01-01')).status).toBe(400);
  });

  it('names products in the language that is asked for, from one answer that is kept', async () => {
    const nameOf = async (language: string) => {
      const { body } = await read('?bucket=week', { language });
      return body.products.find(({ product }) => product.sku === 'day-boost')?.product.name;
    };
    expect(await nameOf('ru')).toBe('Буст на день');
    const counts = jest.spyOn(app.get(SalesQuery), 'bestSellers');
    expect(await nameOf('en-GB, ru;q=0.5')).toBe('Day boost');
    expect(await nameOf('de')).toBe('Буст на день');
    expect(counts).not.toHaveBeenCalled();
    const { headers, text } = await read('?bucket=week');
    expect(headers.get('cache-status')).toMatch(/^florin; hit; ttl=\d+$/);
    expect(text).not.toContain('localized');
  });

  it('is for staff, and for keys that may run the pipeline', async () => {
    expect((await read('', await makeUser(app))).status).toBe(403);
    expect((await read('', await makeUser(app, { role: 'service', scopes: ['read'] }))).status).toBe(403);
    expect((await read('', await makeUser(app, { role: 'service', scopes: ['pipeline:run'] }))).status).toBe(200);
  });
});

describe('the background work', () => {
  it('is told by queue and by reader', async () => {
    const { token } = staff;
    const queues = await call<{ name: string }[]>(app, '/admin/queues', { token });
    expect(queues.body).toContainEqual({
      name: 'maintenance',
      answers: true,
      waiting: expect.any(Number),
      active: expect.any(Number),
      delayed: expect.any(Number),
      failed: 0,
      lastFailedAt: null,
      waitingSince: null,
      trouble: null,
    });
    await eventually(async () => {
      const readers = await call<{ name: string }[]>(app, '/admin/outbox-readers', { token });
      const caughtUp = { name: 'CountSales', lagEvents: 0, lagSeconds: 0, parked: 0, updatedAt: expect.any(String) };
      expect(readers.body).toContainEqual(caughtUp);
    });
  });

  it('is nothing that players see', async () => {
    const { token } = await makeUser(app);
    for (const path of ['/admin/queues', '/admin/outbox-readers'])
      expect((await call(app, path, { token })).status).toBe(403);
  });
});
