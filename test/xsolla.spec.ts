import { signatureOf } from '../src/payments/xsolla/xsolla-signature';
import { type TestApp, startApp } from './support/app';
import { holds, orderOf, placeOrder, type PlacedOrder } from './support/orders';
import { makeUser, openShop, POTION, type TestUser, times } from './support/players';

const SECRET = 'fixture of the project, not a key';
const PROJECT = 18404;

let app: TestApp;
let player: TestUser;
let transaction = 1_000_000_000;

beforeAll(async () => {
  app = await startApp({
    XSOLLA_WEBHOOK_SECRET: SECRET,
    XSOLLA_PROJECT_ID: String(PROJECT),
    XSOLLA_MERCHANT_ID: '2340',
    XSOLLA_API_KEY: 'a key',
  });
  await openShop(app);
});
beforeEach(async () => {
  player = await makeUser(app);
});
afterAll(() => app.close());

async function tell(body: object, { secret = SECRET, path = '/webhooks/xsolla' } = {}) {
  const text = Buffer.from(JSON.stringify(body));
  const response = await fetch(app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Signature ${signatureOf(text, secret)}` },
    body: text,
  });
  const answer = await response.text();
  return { status: response.status, body: answer === '' ? null : (JSON.parse(answer) as { error: { code: string } }) };
}

/** Bought at 1.50 USD each. */
const place = (quantity = 2) =>
  placeOrder(app, player, [{ productId: POTION.id, quantity, unitPrice: 150 }], { provider: 'xsolla' });

function payment(order: PlacedOrder, id = ++transaction): Record<string, unknown> {
  return {
    notification_type: 'payment',
    settings: { project_id: PROJECT, merchant_id: 2340 },
    purchase: { total: { currency: 'USD', amount: `${order.total / 100}` } },
    user: { id: player.id, ip: '127.0.0.1', country: 'US' },
    transaction: { id, external_id: order.id, payment_date: '2026-11-21T10:00:00+00:00', dry_run: 1 },
    payment_details: { payment: { currency: 'USD', amount: `${order.total / 100}` } },
    custom_parameters: { order_id: order.id },
  };
}

const statusOf = async (order: PlacedOrder) => (await orderOf(app, order)).status;
const inbox = () =>
  app.database.query<{ kind: string; seen: number }>(
    `select kind, seen::int from payment_notifications where user_id = $1 order by kind`,
    [player.id],
  );

describe('what Xsolla tells', () => {
  it.each(['/webhooks/xsolla', '/webhooks/payment', '/api/webhooks/payment', '/api/v1/webhooks/xsolla'])(
    'pays an order at %s',
    async (path) => {
      const order = await place();
      expect(await tell(payment(order), { path })).toEqual({ status: 204, body: null });
      expect([await statusOf(order), await holds(app, player, POTION.id)]).toEqual(['fulfilled', 2]);
    },
  );

  it('counts once, however often and in however many words it is told', async () => {
    const order = await place();
    const told = payment(order);
    const { transaction: sold, purchase, payment_details, settings, custom_parameters } = told;
    const combined = {
      notification_type: 'order_paid',
      items: [{ sku: 'health-potion', type: 'virtual_good', quantity: 2, amount: '[null]' }],
      order: { id: 1, mode: 'sandbox', currency: 'USD', amount: '3.0000', status: 'paid' },
      user: { external_id: player.id, country: 'US' },
      billing: { notification_type: 'payment', settings, purchase, transaction: sold, payment_details },
      custom_parameters,
    };
    const answers = await Promise.all([...times(25, () => tell(told)), ...times(25, () => tell(combined))]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(await inbox()).toEqual([
      { kind: 'order_paid', seen: 25 },
      { kind: 'payment', seen: 25 },
    ]);
    expect([await statusOf(order), await holds(app, player, POTION.id)]).toEqual(['fulfilled', 2]);
  });

  it('takes back what went back, also when it comes first', async () => {
    for (const isFirst of [true, false]) {
      const order = await place();
      const paid = payment(order);
      const refund = { ...paid, notification_type: 'refund', refund_details: { code: 1, reason: 'asked for' } };
      for (const body of isFirst ? [refund, paid] : [paid, refund]) expect((await tell(body)).status).toBe(204);
      expect([await statusOf(order), await holds(app, player, POTION.id)]).toEqual(['refunded', 0]);
    }
  });

  it('takes back whole items for a part of the money, and again for another part', async () => {
    const order = await place(4);
    const paid = payment(order);
    await tell(paid);
    const part = (amount: string, reason: string) => ({
      ...paid,
      notification_type: 'partial_refund',
      payment_details: { payment: { currency: 'USD', amount } },
      refund_details: { code: 1, reason },
    });
    await Promise.all(times(3, () => tell(part('1.50', 'one'))));
    expect([await statusOf(order), await holds(app, player, POTION.id)]).toEqual(['partially_refunded', 3]);
    await tell(part('3.00', 'two more'));
    expect([await statusOf(order), await holds(app, player, POTION.id)]).toEqual(['partially_refunded', 1]);
  });

  it.each([
    [1, 'refunded'],
    [2, 'charged_back'],
    [3, 'refunded'],
    [4, 'charged_back'],
    [5, 'refunded'],
    [6, 'refunded'],
    [7, 'charged_back'],
    [8, 'refunded'],
    [9, 'refunded'],
    [10, 'refunded'],
    [11, 'charged_back'],
    [12, 'charged_back'],
    [13, 'refunded'],
  ])('with refund code %i makes the order %s', async (code, status) => {
    const order = await place();
    const paid = payment(order);
    await tell(paid);
    await tell({ ...paid, notification_type: 'refund', refund_details: { code, reason: '' } });
    expect([await statusOf(order), await holds(app, player, POTION.id)]).toEqual([status, 0]);
  });

  it('gives back what a chargeback took when the dispute is won', async () => {
    const order = await place();
    const paid = payment(order);
    await tell(paid);
    await tell({ ...paid, notification_type: 'refund', refund_details: { code: 2, reason: '' } });
    await tell({ ...paid, notification_type: 'dispute', dispute: { status: 'won' } });
    expect([await statusOf(order), await holds(app, player, POTION.id)]).toEqual(['fulfilled', 2]);
  });

  it('acknowledges what it does not know, and keeps it', async () => {
    const body = { notification_type: 'redeem_key', settings: { project_id: PROJECT }, key: 'x', user_id: player.id };
    expect((await tell(body)).status).toBe(204);
    const kept = await app.database.query(`select from payment_notifications where kind = 'redeem_key'`);
    expect(kept).toHaveLength(1);
  });

  it('finds players by their id and by their name', async () => {
    const ask = (notification_type: string, user: object) => tell({ notification_type, user });
    expect((await ask('user_validation', { id: player.id })).status).toBe(204);
    expect((await ask('user_validation', { id: 'nobody' })).body?.error.code).toBe('INVALID_USER');
    const [{ username }] = await app.database.query<{ username: string }>('select username from users where id = $1', [
      player.id,
    ]);
    expect((await ask('user_search', { public_id: username })).body).toEqual({
      user: { id: player.id, name: username, public_id: username },
    });
    expect((await ask('user_search', { public_id: 'nobody' })).status).toBe(400);
  });
});

describe('what Xsolla did not tell so', () => {
  it.each<[string, (body: Record<string, unknown>) => unknown, string]>([
    [
      'another amount',
      (body) => Object.assign(body, { purchase: { total: { currency: 'USD', amount: 1 } } }),
      'INCORRECT_AMOUNT',
    ],
    [
      'another currency',
      (body) => Object.assign(body, { purchase: { total: { currency: 'EUR', amount: 3 } } }),
      'INCORRECT_AMOUNT',
    ],
    [
      'a part of a cent',
      (body) => Object.assign(body, { purchase: { total: { currency: 'USD', amount: '3.001' } } }),
      'INCORRECT_AMOUNT',
    ],
    ['another user', (body) => Object.assign(body, { user: { id: 'somebody' } }), 'INVALID_USER'],
    ['another project', (body) => Object.assign(body, { settings: { project_id: 1 } }), 'INVALID_PARAMETER'],
    ['no transaction', (body) => Object.assign(body, { transaction: {} }), 'INVALID_PARAMETER'],
    ['no type', (body) => Object.assign(body, { notification_type: '' }), 'INVALID_PARAMETER'],
  ])('is refused with %s, and changes nothing', async (_, change, code) => {
    const order = await place();
    const body = payment(order);
    change(body);
    const answer = await tell(body);
    expect([answer.status, answer.body?.error.code]).toEqual([400, code]);
    expect([await statusOf(order), await holds(app, player, POTION.id), await inbox()]).toEqual(['pending', 0, []]);
  });

  it('is refused without the right signature, and kept apart', async () => {
    const order = await place();
    const { status, body } = await tell(payment(order), { secret: 'another secret' });
    expect([status, body?.error.code]).toEqual([400, 'INVALID_SIGNATURE']);
    expect([await statusOf(order), await inbox()]).toEqual(['pending', []]);
    const kept = await app.database.query(`select from refused_notifications where reason = 'INVALID_SIGNATURE'`);
    expect(kept.length).toBeGreaterThan(0);
  });

  it('is refused for an order that is not there', async () => {
    const order = { id: '0199c000-0000-7000-8000-00000000dead', total: 300, lineIds: [] };
    expect((await tell(payment(order))).body?.error.code).toBe('INCORRECT_INVOICE');
  });

  it('is refused when it is no JSON', async () => {
    const text = Buffer.from('{"notification_type":');
    const response = await fetch(`${app.url}/webhooks/xsolla`, {
      method: 'POST',
      headers: { authorization: `Signature ${signatureOf(text, SECRET)}` },
      body: text,
    });
    expect(response.status).toBe(400);
  });
});
