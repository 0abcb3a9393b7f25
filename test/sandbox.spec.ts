import { Config } from '../src/platform/config/config';
import { PaymentsService } from '../src/payments/payments.service';
import { type TestApp, startApp } from './support/app';
import { holds, moneyOf, orderOf, placeOrder, type PlacedOrder, tell } from './support/orders';
import { hidden, openPage, orderAt, press } from './support/payment-page';
import { call, makeUser, openShop, POTION, type TestUser } from './support/players';

let app: TestApp;
let player: TestUser;
beforeAll(async () => {
  app = await startApp();
  await openShop(app);
  player = await makeUser(app);
});
afterAll(() => app.close());

const order = () => placeOrder(app, player, [{ productId: POTION.id, quantity: 2, unitPrice: 150 }]);

const open = async ({ id }: PlacedOrder) => openPage(app, await app.get(PaymentsService).linkFor(player.id, id));

describe('the page of the sandbox', () => {
  it('plays a payment through: pay, refund, chargeback, dispute won', async () => {
    const placed = await order();
    const page = await open(placed);
    expect(page.html).toContain('2 × Health Potion');
    expect(page.html).toContain('3.00 USD');
    const paid = await press(page, 'pay');
    expect(paid.status).toBe(303);
    expect(await (await fetch(app.url + paid.headers.get('location'))).text()).toContain('Pay: sent.');
    expect(await orderOf(app, placed)).toMatchObject({ status: 'fulfilled' });
    await press(page, 'refund', { amount: '1.50' });
    await press(page, 'refund', { amount: '1.50' });
    expect(await orderOf(app, placed)).toMatchObject({
      status: 'partially_refunded',
    });
    expect(await holds(app, player, POTION.id)).toBe(1);
    await press(page, 'chargeback');
    expect(await orderOf(app, placed)).toMatchObject({
      status: 'charged_back',
    });
    expect(await holds(app, player, POTION.id)).toBe(0);
    await press(page, 'dispute_won');
    expect(await orderOf(app, placed)).toMatchObject({
      status: 'partially_refunded',
    });
    expect(await holds(app, player, POTION.id)).toBe(1);
    await press(await open(placed), 'refund');
    expect(await orderOf(app, placed)).toMatchObject({ status: 'refunded' });
  });

  it.each([
    ['JPY', 0, 1_250, '2500 JPY'],
    ['KWD', 3, 1_250, '2.500 KWD'],
    ['UZS', 2, 2_500_050, '50001.00 UZS'],
  ])('shows and takes %s with its %i decimal places', async (currency, scale, price, total) => {
    const [admin, buyer] = [await makeUser(app, { role: 'admin' }), await makeUser(app)];
    const named = { code: currency, name: currency, kind: 'real', scale, maxBalance: 1_000_000 };
    await call(app, '/currencies', { token: admin.token, body: named });
    const placed = await orderAt(app, buyer, { provider: 'sandbox', currency, price, quantity: 2 });
    const page = await openPage(app, placed.url);
    expect(page.html).toContain(`<th>${total}</th>`);
    await press(page, 'pay');
    await press(page, 'refund', { amount: (price / 10 ** scale).toFixed(scale) });
    expect(await moneyOf(app, placed)).toEqual({ received: 2 * price, returned: price, toReturn: 0 });
  });

  it('declines', async () => {
    const placed = await order();
    await press(await open(placed), 'decline');
    expect(await orderOf(app, placed)).toMatchObject({ status: 'cancelled' });
  });

  it('runs nothing, loads nothing and is framed nowhere', async () => {
    const { html, headers } = await open(await order());
    expect(html).not.toMatch(/<script|javascript:|\son\w+=|<img|<link/i);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
  });

  it('takes forms of its own alone', async () => {
    const [placed, page] = await order().then(async (one) => [one, await open(one)] as const);
    const other = await open(await order());
    expect((await press(page, 'pay', { token: hidden(other.html, 'token') })).status).toBe(400);
    expect((await press(page, 'pay', { token: '' })).status).toBe(400);
    expect((await press(page, 'toString')).status).toBe(400);
    for (const amount of ['1.505', '-1', '0', '1,50', 'all']) {
      expect((await press(page, 'refund', { amount })).status).toBe(400);
    }
    expect((await press(page, 'pay', { nonce: '' })).status).toBe(400);
    expect(await orderOf(app, placed)).toMatchObject({ status: 'pending' });
    expect((await fetch(`${app.url}/pay/sandbox/nothing`)).status).toBe(404);
  });
});

describe('the notifications of the sandbox', () => {
  it('need a signature and words that can be read', async () => {
    const placed = await order();
    expect((await tell(app, placed, { type: 'paid' })).status).toBe(400);
    expect(
      (
        await fetch(`${app.url}/webhooks/sandbox`, {
          method: 'POST',
          body: 'x',
        })
      ).status,
    ).toBe(400);
    expect(await orderOf(app, placed)).toMatchObject({ status: 'pending' });
  });
});

describe('without the sandbox', () => {
  it('neither the page nor its notifications are there', async () => {
    const page = await open(await order());
    const real = await startApp({ SANDBOX_PAYMENTS: 'false' });
    try {
      const elsewhere = { ...page, address: page.address.replace(app.url, real.url) };
      const told = await tell(real, { id: '0199c000-0000-7000-8000-00000000ffff', total: 1 }, { type: 'paid' });
      for (const answer of [await fetch(elsewhere.address), await press(elsewhere, 'pay'), told]) {
        expect(answer.status).toBe(404);
        expect(await answer.json()).toMatchObject({ code: 'route.not_found' });
      }
    } finally {
      await real.close();
    }
  });

  it('production runs, and not with it', () => {
    const production = { NODE_ENV: 'production', SANDBOX_PAYMENTS: 'true' };
    expect(() => Config.fromEnv(production)).toThrow('SANDBOX_PAYMENTS must not be true');
  });
});
