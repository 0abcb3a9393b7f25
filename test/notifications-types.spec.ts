import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOTIFICATION_TYPES } from '../src/notifications/told.events';
import { OrderEndings } from '../src/payments/order-endings.service';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { grant, type Move, revoke } from './support/grants';
import { placeOrder, type PlacedOrder, type Told, told, WITH_SANDBOX } from './support/orders';
import { BOOST, buy, call, makeUser, openShop, POTION, type TestUser } from './support/players';
import { DAILY_LOGIN, earn, openRewards } from './support/rewards';

/** What a deed is told as: types with their data, in order. */
type Tale = readonly (readonly [type: string, data: object])[];

interface News {
  id: string;
  type: string;
  data: Record<string, unknown>;
}

let app: TestApp;
let support: TestUser;
let player: TestUser;

/** Of each type the fields that `data` had. */
const seen = new Map<string, Set<string>>();

beforeAll(async () => {
  app = await startApp(WITH_SANDBOX);
  await openShop(app);
  await openRewards(app);
  support = await makeUser(app, { role: 'support' });
});
afterAll(() => app.close());
beforeEach(async () => {
  player = await makeUser(app);
});

const id = expect.stringMatching(/^[\da-f-]{36}$/);
const potions = (quantity: number) => ({ id: POTION.id, name: POTION.name, quantity });
const COINS = { currency: 'COIN' };

async function must<Answer extends { status: number; text: string }>(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status > 299) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}

const news = async (after: string) =>
  (await call<{ items: News[] }>(app, `/notifications?after=${after}&limit=100`, { token: player.token })).body.items;

/** What the player is told from now on is this, and no more. */
async function expectTold(tale: Tale, after = '0'): Promise<string> {
  await eventually(async () => expect((await news(after)).length).toBeGreaterThanOrEqual(tale.length));
  const items = await news(after);
  expect(items.map(({ type, data }) => [type, data])).toEqual(tale);
  for (const { type, data } of items) {
    seen.set(type, new Set([...(seen.get(type) ?? []), ...Object.keys(data)]));
  }
  return items.at(-1)?.id ?? after;
}

const topUp = (amount: number) =>
  must(
    call(app, '/users/me/add-funds', { body: { amount }, key: `funds-${amount}-${player.id}`, token: player.token }),
  );

async function funded(): Promise<string> {
  await topUp(100);
  const balance = { ...COINS, amount: 100, balance: 100 };
  return expectTold([['funds.added', { transactionId: id, ...balance }]]);
}

const byStaff = (what: typeof grant, move: Move) => must(what(app, support, player, move));

/** Three potions at 1.00 USD, from the cart to the payment. */
async function bought(): Promise<{ order: PlacedOrder; after: string; sum: object }> {
  const lines = [{ productId: POTION.id, quantity: 3, unitPrice: 100 }];
  const order = await placeOrder(app, player, lines);
  await told(app, order, { type: 'paid' });
  const sum = { orderId: order.id, total: 300, currency: 'USD' };
  const after = await expectTold([
    ['order.paid', sum],
    ['order.fulfilled', { orderId: order.id, transactionId: id, items: [potions(3)] }],
  ]);
  return { order, after, sum };
}

const backs = (order: PlacedOrder, what: Partial<Told>) => told(app, order, { type: 'refunded', ...what });

function reversal(order: PlacedOrder, cause: string, quantity: number, owed = 0): Tale[number] {
  const items = [{ ...potions(quantity), owed }];
  return ['order.reversed', { orderId: order.id, transactionId: id, cause, items, currencies: [] }];
}

describe('a player is told', () => {
  it('of coins that they paid for, of what they buy with them and use', async () => {
    const after = await funded();
    await must(buy(app, player, POTION.id, { body: { quantity: 2 } }));
    await must(call(app, `/products/${POTION.id}/use`, { body: { quantity: 1 }, token: player.token }));
    const bill = { ...COINS, amount: 50, balance: 50 };
    await expectTold(
      [
        [
          'purchase.completed',
          { type: 'purchase_success', user_id: player.id, items: [potions(2)], transactionId: id, ...bill },
        ],
        ['item.used', { transactionId: id, items: [potions(1)] }],
      ],
      after,
    );
  });

  it('of what they earn', async () => {
    await must(earn(app, player, { reason: DAILY_LOGIN.reason }));
    const amount = DAILY_LOGIN.amount;
    await expectTold([
      ['funds.earned', { transactionId: id, reason: DAILY_LOGIN.reason, ...COINS, amount, balance: amount }],
    ]);
  });

  it('of what staff give and take, coins and items', async () => {
    await byStaff(grant, { ...COINS, amount: 5 });
    await byStaff(grant, { productId: POTION.id, quantity: 2 });
    await byStaff(revoke, { ...COINS, amount: 3 });
    await byStaff(revoke, { productId: POTION.id, quantity: 1 });
    await expectTold([
      ['grant.received', { transactionId: id, ...COINS, amount: 5 }],
      ['grant.received', { transactionId: id, items: [potions(2)] }],
      ['grant.revoked', { transactionId: id, ...COINS, amount: 3 }],
      ['grant.revoked', { transactionId: id, items: [potions(1)] }],
    ]);
  });

  it('of an order that they place, and cancel or leave', async () => {
    const total = POTION.prices.USD;
    const ordered = async () => {
      await must(call(app, '/cart/items', { body: { productId: POTION.id }, token: player.token }));
      const body = { provider: 'sandbox', currency: 'USD' };
      const key = randomUUID();
      const answer = await must(call<{ order: { id: string } }>(app, '/checkout', { body, key, token: player.token }));
      return { orderId: answer.body.order.id, total, currency: 'USD' };
    };
    const cancelled = await ordered();
    await must(call(app, `/orders/${cancelled.orderId}/cancel`, { method: 'POST', token: player.token }));
    const left = await ordered();
    await app.database.query(`update orders set expires_at = now() - interval '1 minute' where id = $1`, [
      left.orderId,
    ]);
    await app.get(OrderEndings).expire();
    await expectTold([
      ['order.created', cancelled],
      ['order.cancelled', cancelled],
      ['order.created', left],
      ['order.expired', left],
    ]);
  });

  it('of each part of the money that goes back, and of what is taken for it', async () => {
    const { order, after, sum } = await bought();
    await backs(order, { transactionId: 'a', amount: 100 });
    await backs(order, { transactionId: 'b', amount: 50 });
    await backs(order, { transactionId: 'b', amount: 50 });
    await backs(order, { transactionId: 'c', amount: 50 });
    await backs(order, { transactionId: 'd', amount: 100 });
    const part = ['order.refunded', { ...sum, isPartial: true }] as const;
    await expectTold(
      [
        reversal(order, 'refund', -1),
        part,
        part,
        reversal(order, 'refund', -1),
        part,
        reversal(order, 'refund', -1),
        ['order.refunded', { ...sum, isPartial: false }],
      ],
      after,
    );
  });

  it('of a chargeback, of what is owed then, and of a dispute that was won', async () => {
    const { order, after, sum } = await bought();
    await must(call(app, `/products/${POTION.id}/use`, { body: { quantity: 1 }, token: player.token }));
    await told(app, order, { type: 'charged_back' });
    await told(app, order, { type: 'dispute_won' });
    await expectTold(
      [
        ['item.used', { transactionId: id, items: [potions(1)] }],
        reversal(order, 'chargeback', -2, 1),
        ['order.charged_back', sum],
        reversal(order, 'dispute_won', 2),
      ],
      after,
    );
  });

  it('of coins that a pack gave and that go back, by their currency', async () => {
    const coins = { ...COINS, amount: 1_000 };
    const lines = [
      { productId: POTION.id, unitPrice: 100 },
      { productId: BOOST.id, unitPrice: 200, coins },
    ];
    const order = await placeOrder(app, player, lines);
    await told(app, order, { type: 'paid' });
    await must(buy(app, player, POTION.id));
    const refunded = [{ orderLineId: order.lineIds[1], quantity: 1 }];
    await backs(order, { transactionId: 'coins', amount: null, lines: refunded });
    await eventually(async () => expect((await news('0')).map(({ type }) => type)).toContain('order.refunded'));
    const reversed = (await news('0')).filter(({ type }) => type === 'order.reversed');
    const currencies = [{ ...COINS, amount: -975, owed: 25 }];
    expect(reversed.map(({ data }) => data)).toEqual([
      { orderId: order.id, transactionId: id, cause: 'refund', items: [], currencies },
    ]);
  });
});

/** The table of types in the documentation: the words in `code` of each row, but for values in quotes. */
function documented(): Map<string, Set<string>> {
  const page = readFileSync(join(__dirname, '..', 'docs', 'notifications.md'), 'utf8');
  const rows = [...page.matchAll(/^\| (`[a-z]+\.[^|]*) \| ([^|]*) \|$/gm)];
  return new Map(
    rows.flatMap(([, types, fields]) => {
      const code = fields.replaceAll(/"[^"]*"/g, '').match(/`[^`]*`/g) ?? [];
      const names = new Set(code.join(' ').match(/\w+/g) ?? []);
      return [...types.matchAll(/`([\w.]+)`/g)].map(([, type]) => [type, names] as const);
    }),
  );
}

describe('docs/notifications.md', () => {
  it('lists every type', () => {
    expect([...documented().keys()].toSorted()).toEqual([...NOTIFICATION_TYPES].toSorted());
  });

  it('lists of each type the fields that came, and no others', () => {
    expect(seen).toEqual(documented());
  });
});
