import { randomUUID } from 'node:crypto';
import { type TestApp, startApp } from './support/app';
import { type Mood, type PayStation, startPayStation } from './support/pay-station';
import { call, makeUser, type TestUser, times } from './support/players';
import { withProviders } from './support/provider-calls';
import { fillCart, type Goods, openGoods } from './support/shopping';

interface Answered {
  code: string;
  orderId: string | null;
  order: { id: string };
  payment: { url: string | null };
}

const TOKEN = 'a-token-of-the-tests';

let payStation: PayStation;
let app: TestApp;
let goods: Goods;

beforeAll(async () => {
  payStation = await startPayStation();
  app = await startApp(withProviders(payStation.url));
  goods = await openGoods(app);
});
beforeEach(() => Object.assign(payStation, { mood: 'well', asked: 0 }));
afterAll(async () => {
  await app.close();
  await payStation.close();
});

const checkOut = (user: TestUser, key: string) =>
  call<Answered>(app, '/checkout', { body: { provider: 'xsolla', currency: 'USD' }, key, token: user.token });

async function ordersOf({ id }: TestUser): Promise<string[]> {
  const rows = await app.database.query<{ id: string }>('select id from orders where user_id = $1', [id]);
  return rows.map((row) => row.id);
}

async function buyer(): Promise<TestUser> {
  const user = await makeUser(app);
  await fillCart(app, user, goods);
  return user;
}

describe('a checkout whose provider makes no link', () => {
  it.each<Mood>(['faulty', 'garbled', 'hanging up', 'silent'])(
    'keeps the order and the key (%s), and the repetition makes the link of that order',
    async (mood) => {
      const [user, key] = [await buyer(), randomUUID()];
      payStation.mood = mood;
      const failed = await checkOut(user, key);
      expect([failed.status, failed.body.code]).toEqual([503, 'payment.provider_unavailable']);
      const [orderId, ...others] = await ordersOf(user);
      expect(others).toEqual([]);
      const shown = await call(app, `/orders/${orderId}`, { token: user.token });
      expect(shown.body).toMatchObject({ id: orderId, status: 'pending' });

      const elsewhere = await checkOut(user, randomUUID());
      expect([elsewhere.status, elsewhere.body]).toMatchObject([409, { code: 'checkout.cart_empty', orderId }]);

      payStation.mood = 'well';
      const repeated = await Promise.all(times(10, () => checkOut(user, key)));
      for (const { status, body } of repeated) {
        expect([status, body]).toMatchObject([201, { order: { id: orderId } }]);
        expect(body.payment.url).toContain(TOKEN);
      }
      payStation.asked = 0;
      const last = await checkOut(user, key);
      expect([last.body.payment.url, payStation.asked]).toEqual([repeated[0].body.payment.url, 0]);
      expect(await ordersOf(user)).toEqual([orderId]);
    },
  );

  it('needs no link for an order that has ended meanwhile', async () => {
    const [user, key] = [await buyer(), randomUUID()];
    payStation.mood = 'faulty';
    await checkOut(user, key);
    const [orderId] = await ordersOf(user);
    await call(app, `/orders/${orderId}/cancel`, { method: 'POST', token: user.token });
    const { status, body } = await checkOut(user, key);
    expect([status, body]).toMatchObject([201, { order: { id: orderId }, payment: { url: null } }]);
    expect(await ordersOf(user)).toEqual([orderId]);
  });

  it('is asked for once more by whoever comes back to pay, and by nobody else', async () => {
    const [user, key] = [await buyer(), randomUUID()];
    payStation.mood = 'faulty';
    await checkOut(user, key);
    const [orderId] = await ordersOf(user);
    const ask = ({ token }: { token: string }) =>
      call<{ url: string | null }>(app, `/orders/${orderId}/payment-link`, { method: 'POST', token });
    expect((await ask(user)).status).toBe(503);

    payStation.mood = 'well';
    const { status, body } = await ask(user);
    expect([status, body]).toEqual([200, { provider: 'xsolla', url: expect.stringContaining(TOKEN) }]);
    expect(await ask(await makeUser(app))).toMatchObject({ status: 404, body: { code: 'payment.not_found' } });

    await call(app, `/orders/${orderId}/cancel`, { method: 'POST', token: user.token });
    expect((await ask(user)).body.url).toBeNull();
  });

  it('is made by the providers that are set up', async () => {
    const { body } = await call<object[]>(app, '/payment-providers', { token: (await makeUser(app)).token });
    expect(body).toContainEqual({ name: 'xsolla', currencies: null });
    expect(body).toContainEqual({ name: 'payme', currencies: ['UZS'] });
  });
});
