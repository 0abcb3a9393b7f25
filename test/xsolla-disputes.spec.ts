import { type TestApp, startApp } from './support/app';
import { holds, moneyOf, orderOf, placeOrder, type PlacedOrder } from './support/orders';
import { call, makeUser, openShop, POTION, type TestUser, times } from './support/players';
import { tellXsolla, withProviders, XSOLLA_PROJECT } from './support/provider-calls';

let app: TestApp;
let player: TestUser;
let finance: TestUser;
let transaction = 2_000_000_000;

beforeAll(async () => {
  app = await startApp(withProviders('http://127.0.0.1:9'));
  await openShop(app);
  finance = await makeUser(app, { role: 'finance' });
});
beforeEach(async () => {
  player = await makeUser(app);
});
afterAll(() => app.close());

const settings = { project_id: XSOLLA_PROJECT, merchant_id: 2340 };

async function tell(body: object): Promise<void> {
  expect(await tellXsolla(app, body)).toMatchObject({ isAccepted: true });
}

/** Four potions at 1.50 USD. */
async function paidOrder(): Promise<[PlacedOrder, Record<string, unknown> & { transaction: { id: number } }]> {
  const order = await placeOrder(app, player, [{ productId: POTION.id, quantity: 4, unitPrice: 150 }], {
    provider: 'xsolla',
  });
  const payment = {
    notification_type: 'payment',
    settings,
    purchase: { total: { currency: 'USD', amount: '6.0000' } },
    user: { id: player.id, country: 'US' },
    transaction: { id: ++transaction, external_id: order.id, payment_date: new Date().toISOString() },
    payment_details: { payment: { currency: 'USD', amount: '6.0000' } },
    custom_parameters: { order_id: order.id },
  };
  await tell(payment);
  return [order, payment];
}

/** As Xsolla's documentation has it: not even the order is named. */
const dispute = (id: number, status: string, over: object = {}) => ({
  notification_type: 'dispute',
  action: status === 'new' ? 'adding' : 'updating',
  transaction: {
    id,
    date_create: '2026-11-20T10:21:00+04:00',
    total: { amount: 6, currency: 'USD' },
    payment_method: 'credit_debit_card',
    country_code: 'US',
  },
  settings,
  user: { id: player.id, email: 'email@example.com' },
  dispute: {
    incoming_date: '2026-11-21T01:02:03+04:00',
    reason: 'not_as_described',
    type: '1st_time_chargeback',
    status,
    ...over,
  },
});

const shown = async (order: PlacedOrder) => ({
  ...(await orderOf(app, order)),
  held: await holds(app, player, POTION.id),
});
const queue = async () =>
  (
    await call<{ items: { orderId: string; attention: string; facts: { kind: string; at: string }[] }[] }>(
      app,
      `/payments?attention=true&userId=${player.id}`,
      { token: finance.token },
    )
  ).body.items;

describe('a dispute of Xsolla', () => {
  it('takes nothing while it is open, and waits in the queue of finance', async () => {
    const [order, { transaction: paid }] = await paidOrder();
    await Promise.all(times(3, () => tell(dispute(paid.id, 'new'))));
    expect(await shown(order)).toEqual({ status: 'fulfilled', attention: 'disputed', held: 4 });
    const [queued] = await queue();
    expect(queued).toMatchObject({ orderId: order.id, attention: 'disputed' });
    expect(queued.facts).toContainEqual(
      expect.objectContaining({ kind: 'dispute_opened', at: '2026-11-20T21:02:03.000Z' }),
    );
    expect(await moneyOf(app, order)).toEqual({ received: 600, returned: 0, toReturn: 0 });
    await tell(dispute(paid.id, 'won'));
    expect(await shown(order)).toEqual({ status: 'fulfilled', attention: null, held: 4 });
    expect(await queue()).toEqual([]);
  });

  it('takes all when it is lost, in whatever order it is told', async () => {
    for (const statuses of [
      ['new', 'lost'],
      ['lost', 'new'],
    ]) {
      const [order, { transaction: paid }] = await paidOrder();
      for (const status of statuses) await tell(dispute(paid.id, status));
      expect(await shown(order)).toEqual({ status: 'charged_back', attention: null, held: 0 });
      await app.database.query('delete from purchase_blocks where user_id = $1', [player.id]);
    }
  });

  it('may be told with the order too, and is one with the refund that says so', async () => {
    const [order, payment] = await paidOrder();
    const lost = dispute(payment.transaction.id, 'lost');
    await tell({ ...lost, transaction: { ...lost.transaction, external_id: order.id } });
    await tell({ ...payment, notification_type: 'refund', refund_details: { code: 2, reason: 'Chargeback' } });
    expect(await shown(order)).toEqual({ status: 'charged_back', attention: null, held: 0 });
    await tell(dispute(payment.transaction.id, 'won'));
    expect(await shown(order)).toEqual({ status: 'fulfilled', attention: null, held: 4 });
  });

  it.each([
    ['accepted', {}],
    ['no_actions_required', {}],
    ['something new', {}],
    ['lost', { type: 'retrieval' }],
  ])('that is %s %j takes nothing: finance looks at it', async (status, over) => {
    const [order, { transaction: paid }] = await paidOrder();
    await tell(dispute(paid.id, status, over));
    expect(await shown(order)).toEqual({ status: 'fulfilled', attention: 'disputed', held: 4 });
  });

  it('of a transaction that nobody knows is refused', async () => {
    const { isAccepted, text } = await tellXsolla(app, dispute(1, 'new'));
    expect([isAccepted, text]).toEqual([false, expect.stringContaining('INCORRECT_INVOICE')]);
  });
});

describe('a partial refund of Xsolla', () => {
  const part = (payment: object, sums: object, details: object = {}) => ({
    ...payment,
    notification_type: 'partial_refund',
    ...sums,
    refund_details: { code: 1, reason: 'asked for', ...details },
  });
  const usd = (amount: unknown) => ({ currency: 'USD', amount });

  it.each([
    ['the payment', { payment_details: { payment: usd('1.5000') } }],
    ['the purchase', { purchase: { total: usd(1.5) } }],
    ['both', { purchase: { total: usd('1.50') }, payment_details: { payment: usd(1.5) } }],
    ['the purchase alone', { purchase: { total: usd(1.5) }, payment_details: {} }],
    [
      'the purchase, paid in euros',
      { purchase: { total: usd(1.5) }, payment_details: { payment: { currency: 'EUR', amount: 1.2 } } },
    ],
  ])('may tell its sum as that of %s', async (_, sums) => {
    const [order, payment] = await paidOrder();
    await tell(part(payment, sums));
    expect(await shown(order)).toEqual({ status: 'partially_refunded', attention: null, held: 3 });
  });

  it('of a date is one however it is written, and another of another date', async () => {
    const [order, payment] = await paidOrder();
    const sums = { purchase: { total: usd(1.5) } };
    const first = part(payment, sums, { date: '2026-11-21T10:00:00+00:00' });
    await tell(first);
    await tell(Object.fromEntries(Object.entries(first).toReversed()));
    expect(await shown(order)).toMatchObject({ held: 3 });
    await tell(part(payment, sums, { date: '2026-11-21T11:00:00+00:00' }));
    expect(await shown(order)).toMatchObject({ held: 2 });
  });

  it('whose sum nobody can read waits for finance', async () => {
    const [order, payment] = await paidOrder();
    const euros = { currency: 'EUR', amount: 1.2 };
    await tell(part(payment, { purchase: { total: euros }, payment_details: { payment: euros } }));
    expect(await shown(order)).toEqual({ status: 'fulfilled', attention: 'refund_unclear', held: 4 });
  });
});
