import { createHmac } from 'node:crypto';
import { startApp, type TestApp } from './support/app';
import { holds, moneyOf, orderOf, placeOrder } from './support/orders';
import { type Ordered, openPage, orderAt, type Page, press, pressed } from './support/payment-page';
import { call, makeUser, openShop, POTION, type TestUser, times } from './support/players';
import { tellXsolla } from './support/provider-calls';

/** Nothing of any provider is set up. */
let app: TestApp;
let player: TestUser;
beforeAll(async () => {
  app = await startApp();
  await openShop(app);
});
beforeEach(async () => {
  player = await makeUser(app);
});
afterAll(() => app.close());

const USD = { provider: 'xsolla', currency: 'USD', price: 150, quantity: 4 };
const UZS = { provider: 'payme', currency: 'UZS', price: 2_500_000 };

async function begin(what: Parameters<typeof orderAt>[2]): Promise<[Ordered, Page]> {
  const ordered = await orderAt(app, player, what);
  return [ordered, await openPage(app, ordered.url)];
}

const stateOf = async ({ id, productId }: Ordered) => [
  (await orderOf(app, { id })).status,
  await holds(app, player, productId),
];
const inbox = () =>
  app.database.query<{ kind: string; seen: number }>(
    `select kind, seen::int from payment_notifications where user_id = $1 order by id`,
    [player.id],
  );

describe('Xsolla without keys', () => {
  it('is played on our own page, in its own words, through the same door', async () => {
    const [ordered, page] = await begin(USD);
    expect(page.html).toContain('Xsolla, played by Florin');
    expect(page.html).toContain('<th>6.00 USD</th>');
    expect(await pressed(page, 'pay')).toBe('Pay: sent.');
    expect(await stateOf(ordered)).toEqual(['fulfilled', 4]);
    expect(await pressed(page, 'partial_refund', { amount: '1.50', code: '10' })).toBe('Partial refund: sent.');
    await pressed(page, 'partial_refund', { amount: '1.50', code: '10' });
    expect(await stateOf(ordered)).toEqual(['partially_refunded', 3]);
    await pressed(await openPage(app, ordered.url), 'partial_refund', { amount: '1.50', code: '10' });
    expect(await stateOf(ordered)).toEqual(['partially_refunded', 2]);
    await pressed(page, 'dispute');
    expect(await stateOf(ordered)).toEqual(['partially_refunded', 2]);
    await pressed(page, 'chargeback');
    expect(await stateOf(ordered)).toEqual(['charged_back', 0]);
    await pressed(page, 'dispute_won');
    expect(await stateOf(ordered)).toEqual(['partially_refunded', 2]);
    await pressed(page, 'refund', { code: '3' });
    expect(await stateOf(ordered)).toEqual(['refunded', 0]);
    expect((await inbox()).map(({ kind, seen }) => `${kind} ${seen}`)).toEqual([
      'payment 1',
      'order_paid 1',
      'partial_refund 2',
      'partial_refund 1',
      'dispute 1',
      'refund 1',
      'dispute 1',
      'refund 1',
      'order_canceled 1',
    ]);
    expect((await orderOf(app, ordered)).attention).toBeNull();
  });

  it('declines, and leaves the order to another attempt', async () => {
    const [ordered, page] = await begin(USD);
    expect(await pressed(page, 'decline')).toBe('Decline: sent.');
    expect(await stateOf(ordered)).toEqual(['pending', 0]);
    await Promise.all(times(5, () => press(page, 'pay')));
    expect(await stateOf(ordered)).toEqual(['fulfilled', 4]);
    expect(await moneyOf(app, ordered)).toEqual({ received: 600, returned: 0, toReturn: 0 });
  });

  it('loses a dispute', async () => {
    const [ordered, page] = await begin(USD);
    for (const action of ['pay', 'dispute', 'dispute_lost']) await press(page, action);
    expect(await stateOf(ordered)).toEqual(['charged_back', 0]);
  });

  it('refuses what a form of the page does not offer', async () => {
    const [ordered, page] = await begin(USD);
    expect((await press(page, 'partial_refund', { amount: '' })).status).toBe(400);
    expect((await press(page, 'partial_refund', { amount: '1.50', code: '2' })).status).toBe(400);
    expect((await press(page, 'refund', { code: '14' })).status).toBe(400);
    expect((await press(page, 'toString')).status).toBe(400);
    expect(await stateOf(ordered)).toEqual(['pending', 0]);
  });

  it('tells that the payment was refused when its player is blocked', async () => {
    const [ordered, page] = await begin(USD);
    await app.database.query(`update accounts set status = 'blocked' where user_id = $1`, [player.id]);
    expect(await pressed(page, 'pay')).toBe('Pay: sent, and refused.');
    expect(await stateOf(ordered)).toEqual(['pending', 0]);
    expect(await inbox()).toEqual([]);
  });

  it('believes nobody who does not know the key', async () => {
    const [ordered] = await begin(USD);
    const { isAccepted } = await tellXsolla(app, { notification_type: 'payment', transaction: { id: 1 } });
    expect([isAccepted, await stateOf(ordered)]).toEqual([false, ['pending', 0]]);
  });
});

describe('Payme without keys', () => {
  it('is played on our own page, by its Merchant API', async () => {
    const [ordered, page] = await begin(UZS);
    expect(page.html).toContain('25000.00 UZS');
    expect(await pressed(page, 'refund')).toBe('Refund: sent, and refused.');
    expect(await pressed(page, 'decline')).toBe('Decline: sent.');
    expect(await stateOf(ordered)).toEqual(['pending', 0]);
    expect(await pressed(page, 'pay')).toBe('Pay: sent, and refused.');
    const next = await openPage(app, ordered.url);
    for (const again of [1, 2]) expect([again, await pressed(next, 'pay')]).toEqual([again, 'Pay: sent.']);
    expect(await stateOf(ordered)).toEqual(['fulfilled', 1]);
    expect(await pressed(next, 'refund')).toBe('Refund: sent.');
    expect(await stateOf(ordered)).toEqual(['refunded', 0]);
  });

  it('answers whoever knows the key that is made of our secret', async () => {
    const key = createHmac('sha256', 'a secret that only tests know, and long')
      .update('payments of payme')
      .digest('hex');
    const authorization = `Basic ${Buffer.from(`Paycom:${key}`).toString('base64')}`;
    const response = await fetch(`${app.url}/payme/webhook`, {
      method: 'POST',
      headers: { authorization },
      body: JSON.stringify({ method: 'CheckTransaction', params: { id: 'none' }, id: 1 }),
    });
    expect(await response.json()).toMatchObject({ error: { code: -31_003 } });
  });
});

describe('where no play money is allowed', () => {
  const SECRETS = {
    JWT_SECRET: 'kR7vQ2mX9cLpW4zT8bNfY6hJ3gD5sA1u',
    SEAL_KEY: 'hG3nV8xB5qZ1wC7tM4kP9rS2yL6jF0dE',
  };

  it.each([
    ['in production', { NODE_ENV: 'production', ...SECRETS }],
    ['with SANDBOX_PAYMENTS=false', { SANDBOX_PAYMENTS: 'false' }],
  ])('%s neither the providers nor their page are there', async (_, env) => {
    const real = await startApp(env);
    try {
      await openShop(real);
      const buyer = await makeUser(real);
      await call(real, '/cart/items', { body: { productId: POTION.id, quantity: 1 }, token: buyer.token });
      for (const provider of ['xsolla', 'payme', 'sandbox']) {
        const order = placeOrder(real, buyer, [{ productId: POTION.id, unitPrice: 150 }], { provider });
        await expect(order).rejects.toMatchObject({ code: 'payment.provider_not_offered', details: { offered: [] } });
      }
      const [, page] = await begin(USD);
      const elsewhere = { ...page, address: page.address.replace(app.url, real.url) };
      for (const answer of [await fetch(elsewhere.address), await press(elsewhere, 'pay')]) {
        expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'route.not_found' }]);
      }
    } finally {
      await real.close();
    }
  });
});
