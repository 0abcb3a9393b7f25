import { type TestApp, startApp } from './support/app';
import { holds, moneyOf, orderOf, placeOrder, type PlacedOrder } from './support/orders';
import { makeUser, openShop, POTION, type TestUser } from './support/players';
import { tellXsolla, withProviders, XSOLLA_PROJECT } from './support/provider-calls';

let app: TestApp;
let player: TestUser;
let transaction = 3_000_000_000;

beforeAll(async () => {
  app = await startApp({ ...withProviders('http://127.0.0.1:9'), XSOLLA_SANDBOX: 'false' });
  await openShop(app);
});
beforeEach(async () => {
  player = await makeUser(app);
});
afterAll(() => app.close());

type Body = Record<string, unknown> & { transaction: { id: number; external_id: string; payment_date: string } };

const settings = { project_id: XSOLLA_PROJECT, merchant_id: 2340 };
const usd = (amount: number) => ({ currency: 'USD', amount: amount.toFixed(4) });

/** Two potions at 1.50 USD. */
const place = () =>
  placeOrder(app, player, [{ productId: POTION.id, quantity: 2, unitPrice: 150 }], { provider: 'xsolla' });

function payment({ id, total }: PlacedOrder): Body {
  return {
    notification_type: 'payment',
    settings,
    purchase: { total: usd(total / 100) },
    user: { id: player.id, country: 'US' },
    transaction: { id: ++transaction, external_id: id, payment_date: '2026-11-21T10:00:00+00:00' },
    payment_details: { payment: usd(total / 100) },
    custom_parameters: { order_id: id },
  };
}

const refund = (paid: Body, code?: number): Body => ({
  ...paid,
  notification_type: code === undefined ? 'order_canceled' : 'refund',
  ...(code === undefined ? {} : { refund_details: { code, reason: '' } }),
});
const won = (paid: Body): Body => ({ ...paid, notification_type: 'dispute', dispute: { status: 'won' } });

/** Tells it all, in this order. */
async function tell(...bodies: object[]): Promise<void> {
  for (const body of bodies) expect(await tellXsolla(app, body)).toMatchObject({ isAccepted: true });
}

const shown = async (order: PlacedOrder) => ({
  ...(await orderOf(app, order)),
  held: await holds(app, player, POTION.id),
});
const unblock = () => app.database.query('delete from purchase_blocks where user_id = $1', [player.id]);
const kept = async (order: PlacedOrder) => {
  const rows = await app.database.query<{ kind: string }>(
    'select kind from payment_notifications where order_id = $1 order by kind',
    [order.id],
  );
  return rows.map(({ kind }) => kind);
};

describe('an order that was paid twice', () => {
  it.each([13, 2, 4])('keeps its goods when one payment goes back with code %i, in whatever order', async (code) => {
    for (const sequence of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [0, 2, 1],
    ]) {
      player = await makeUser(app);
      const order = await place();
      const [first, second] = [payment(order), payment(order)];
      await tell(...sequence.map((at) => [first, second, refund(second, code)][at]));
      expect(await shown(order)).toEqual({ status: 'partially_refunded', attention: null, held: 2 });
      expect(await moneyOf(app, order)).toEqual({ received: 600, returned: 300, toReturn: 0 });
    }
  });

  it('loses them when both went back', async () => {
    const order = await place();
    const [first, second] = [payment(order), payment(order)];
    await tell(first, second, refund(second, 13), refund(first, 1));
    expect(await shown(order)).toEqual({ status: 'refunded', attention: null, held: 0 });
  });
});

describe('a dispute that is won', () => {
  it('brings back nothing that went back as fraud', async () => {
    for (const code of [4, 7, 11, 12]) {
      const order = await place();
      const paid = payment(order);
      await tell(paid, won(paid), refund(paid, code));
      expect(await shown(order)).toEqual({ status: 'charged_back', attention: null, held: 0 });
      await unblock();
    }
  });

  it('brings back nothing of another payment', async () => {
    const order = await place();
    const paid = payment(order);
    await tell(paid, won({ ...paid, transaction: { ...paid.transaction, id: ++transaction } }), refund(paid, 2));
    expect(await shown(order)).toMatchObject({ status: 'charged_back', held: 0 });
  });

  it('is not the end of it when another is lost', async () => {
    const order = await place();
    const paid = payment(order);
    const of = (incoming_date: string, status: string) => ({ ...won(paid), dispute: { status, incoming_date } });
    const [first, second] = ['2026-11-21T01:00:00Z', '2026-11-21T02:00:00Z'];
    await tell(paid, of(first, 'lost'), refund(paid, 2), of(first, 'won'));
    expect(await shown(order)).toMatchObject({ status: 'fulfilled', held: 2 });
    await tell(of(second, 'lost'));
    expect(await shown(order)).toMatchObject({ status: 'charged_back', held: 0 });
  });

  it('brings back also what the order was cancelled with', async () => {
    const order = await place();
    const paid = payment(order);
    await tell(paid, refund(paid), refund(paid, 2), won(paid));
    expect(await shown(order)).toMatchObject({ status: 'fulfilled', held: 2 });
  });
});

describe('money that went back', () => {
  it('is back whatever its code, and whoever is named', async () => {
    for (const change of [{ refund_details: { code: 14, reason: 'new' } }, { user: { id: 'somebody' } }]) {
      const order = await place();
      const paid = payment(order);
      await tell(paid, { ...refund(paid, 1), ...change });
      expect(await shown(order)).toEqual({ status: 'refunded', attention: null, held: 0 });
    }
  });

  it('in part, whose sum stands nowhere but the whole price, waits for finance', async () => {
    const order = await place();
    const paid = payment(order);
    const euros = { payment_details: { payment: { currency: 'EUR', amount: '1.20' } } };
    await tell(paid, { ...refund(paid, 1), notification_type: 'partial_refund', ...euros });
    expect(await shown(order)).toEqual({ status: 'fulfilled', attention: 'refund_unclear', held: 2 });
  });
});

describe('a payment that moved no money', () => {
  it.each<[string, (paid: Body) => object]>([
    ['by dry_run', (paid) => ({ ...paid, transaction: { ...paid.transaction, dry_run: 1 } })],
    ['by the mode of the order', (paid) => ({ ...paid, order: { mode: 'sandbox' } })],
  ])('%s is kept and gives nothing', async (_, test) => {
    const order = await place();
    const paid = payment(order);
    await tell(test(paid), test(refund(paid, 1)));
    expect([await shown(order), await moneyOf(app, order)]).toMatchObject([
      { status: 'pending', held: 0 },
      { received: 0, returned: 0 },
    ]);
    expect(await kept(order)).toEqual(['test.payment', 'test.refund']);
    await tell(paid);
    expect(await shown(order)).toMatchObject({ status: 'fulfilled', held: 2 });
  });
});

describe('an order that is told of without its payment', () => {
  const alone = (paid: Body, type: string) => ({
    notification_type: type,
    items: [],
    order: { id: 7, mode: 'default', ...usd(3), status: 'paid', invoice_id: String(paid.transaction.id) },
    user: { external_id: player.id, country: 'US' },
  });

  it('is the one that its transaction paid', async () => {
    const order = await place();
    const paid = payment(order);
    await tell(paid, alone(paid, 'order_paid'));
    expect(await shown(order)).toMatchObject({ status: 'fulfilled', held: 2 });
    await tell(alone(paid, 'order_canceled'), refund(paid, 2));
    expect(await shown(order)).toMatchObject({ status: 'charged_back', held: 0 });
    expect(await kept(order)).toEqual(['order_canceled', 'order_paid', 'payment', 'refund']);
  });

  it('is taken note of before the payment, which alone gives goods', async () => {
    const order = await place();
    const paid = payment(order);
    const named = { ...alone(paid, 'order_paid'), custom_parameters: { order_id: order.id } };
    await tell(alone(paid, 'order_paid'), named);
    expect(await shown(order)).toMatchObject({ status: 'pending', held: 0 });
    await tell(paid, alone(paid, 'order_paid'));
    expect(await shown(order)).toMatchObject({ status: 'fulfilled', attention: null, held: 2 });
  });
});

describe('what contradicts itself', () => {
  it('is refused in words of Xsolla, and kept apart', async () => {
    const [order, other] = [await place(), await place()];
    const paid = payment(order);
    await tell(paid);
    const { isAccepted, text } = await tellXsolla(app, {
      ...payment(other),
      transaction: { id: transaction - 1, external_id: other.id },
    });
    expect([isAccepted, JSON.parse(text)]).toMatchObject([false, { error: { code: 'INCORRECT_INVOICE' } }]);
    const rows = await app.database.query<{ body: string }>(
      `select body from refused_notifications where provider = 'xsolla' and reason = 'contradicted'`,
    );
    expect(rows.map(({ body }) => body)).toEqual([expect.stringContaining(other.id)]);
    expect(await shown(other)).toMatchObject({ status: 'pending' });
  });

  it('or is too large, likewise', async () => {
    const response = await fetch(`${app.url}/webhooks/xsolla`, { method: 'POST', body: 'x'.repeat(200_000) });
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'INVALID_PARAMETER' } }]);
  });
});

it('what comes while nobody here knows the secret is to come again', async () => {
  const bare = await startApp({ SANDBOX_PAYMENTS: 'false', XSOLLA_PROJECT_ID: String(XSOLLA_PROJECT) });
  const order = await place();
  const response = await fetch(`${bare.url}/webhooks/xsolla`, { method: 'POST', body: JSON.stringify(payment(order)) });
  expect([response.status, await response.json()]).toMatchObject([503, { error: { code: 'SERVER_ERROR' } }]);
  expect(await bare.database.query('select from refused_notifications')).toEqual([]);
  await bare.close();
});
