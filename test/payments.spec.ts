import { InboxRetention } from '../src/payments/inbox-retention';
import { NotificationsService } from '../src/payments/notifications.service';
import { type TestApp, startApp } from './support/app';
import { contents } from './support/grants';
import {
  holds,
  moneyOf,
  orderOf,
  owes,
  placeOrder,
  type PlacedOrder,
  tell,
  told,
  WITH_SANDBOX,
} from './support/orders';
import { balanceOf, BOOST, call, makeUser, openShop, POTION, type TestUser, times } from './support/players';

let app: TestApp;
let player: TestUser;
let finance: TestUser;

beforeAll(async () => {
  app = await startApp(WITH_SANDBOX);
  await openShop(app);
  finance = await makeUser(app, { role: 'finance' });
});
afterAll(() => app.close());
beforeEach(async () => {
  player = await makeUser(app, { coins: 1_000 });
});

const potions = (quantity = 2) => [{ productId: POTION.id, quantity, unitPrice: 100 }];

const inboxOf = (order: PlacedOrder) =>
  app.database.query<{
    kind: string;
    seen: number;
    body: string;
    headers: Record<string, string>;
  }>('select kind, seen, body, headers from payment_notifications where order_id = $1 order by id', [order.id]);

describe('a paid notification', () => {
  it('gives what was bought once, however many copies come at the same time while the buyer looks', async () => {
    const order = await placeOrder(app, player, potions());
    const polls = times(20, () => call(app, '/users/me/balance', { token: player.token }));
    const answers = await Promise.all(times(50, () => tell(app, order, { type: 'paid' })));
    await Promise.all(polls);
    expect(answers.map(({ status }) => status)).toEqual(times(50, () => 204));
    expect(await orderOf(app, order)).toEqual({
      status: 'fulfilled',
      attention: null,
    });
    expect(await holds(app, player, POTION.id)).toBe(2);
    expect(await inboxOf(order)).toMatchObject([{ kind: 'payment.paid', seen: 50 }]);
    const [{ entries }] = await app.database.query<{ entries: number }>(
      `select count(*)::int as entries from ledger_entries where user_id = $1 and counter_account = 'source:order'`,
      [player.id],
    );
    expect(entries).toBe(1);
  });

  it('is stored as it came, without what proves who sent it', async () => {
    const order = await placeOrder(app, player, potions());
    await app.get(NotificationsService).accept({
      provider: 'sandbox',
      kind: 'payment.note',
      externalId: order.id,
      orderId: order.id,
      fact: null,
      body: 'a \0 word',
      headers: {
        authorization: 'Basic x',
        cookie: 'y',
        'X-Api-Key': 'z',
        'x-forwarded-for': '203.0.113.7',
        accept: '*',
      },
    });
    expect(await inboxOf(order)).toMatchObject([{ body: 'a \uFFFD word', headers: { accept: '*' } }]);
    const { body } = await call<{ items: object[] }>(app, `/payments/notifications?orderId=${order.id}`, {
      token: finance.token,
    });
    expect(body.items).toMatchObject([{ kind: 'payment.note', seen: 1, userId: player.id, orderId: order.id }]);
    expect(await orderOf(app, order)).toMatchObject({ status: 'pending' });
  });

  it('of which the same was told of another order is refused', async () => {
    const [one, other] = [await placeOrder(app, player, potions()), await placeOrder(app, player, potions())];
    await told(app, one, { type: 'paid', transactionId: 'same' });
    expect((await tell(app, other, { type: 'paid', transactionId: 'same' })).status).toBe(409);
    expect(await orderOf(app, other)).toMatchObject({ status: 'pending' });
  });

  it('that is forged or altered changes no row but those apart', async () => {
    const order = await placeOrder(app, player, potions());
    const { refused_notifications: _, ...before } = await contents(app);
    const forged = { secret: Buffer.from('another secret') };
    const altered = {
      alter: (body: string) => body.replace('"amount":200', '"amount":201'),
    };
    const answers = await Promise.all(times(200, (n) => tell(app, order, { type: 'paid' }, n % 2 ? forged : altered)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
    const { refused_notifications: __, ...after } = await contents(app);
    expect(after).toEqual(before);
    const { body } = await call<{ items: object[] }>(app, '/payments/refused-notifications?limit=100', {
      token: finance.token,
    });
    expect(body.items).toHaveLength(100);
    expect(body.items[0]).toMatchObject({
      provider: 'sandbox',
      reason: 'signature',
    });
    await app.get(InboxRetention).forget(Date.now() + 31 * 86_400_000);
    expect(await app.database.query('select from refused_notifications')).toEqual([]);
  });

  it('about an order that there is not is refused, and one that is none of ours is only stored', async () => {
    const order = { id: '0199c000-0000-7000-8000-00000000ffff', total: 1 };
    expect((await tell(app, order, { type: 'paid' })).status).toBe(404);
    const note = {
      provider: 'x',
      kind: 'k',
      externalId: '1',
      orderId: null,
      fact: null,
      body: '{}',
      headers: {},
    };
    expect(await app.get(NotificationsService).accept(note)).toEqual({
      first: true,
    });
    expect(await app.get(NotificationsService).accept(note)).toEqual({
      first: false,
    });
  });
});

describe('what is not believed', () => {
  const doubtful = { provider: 'x', reason: 'signature', body: 'é'.repeat(20_000), headers: {} };

  it('is cut, and of each provider and reason the newest 1,000 are kept: a flood hides no other kind', async () => {
    const notifications = app.get(NotificationsService);
    await notifications.refuse({ ...doubtful, reason: 'contradicted' });
    await app.database.query(`
      insert into refused_notifications (provider, reason, body, headers, seen_at)
        select 'x', 'signature', 'older ' || n, '{}', now() from generate_series(1, 1000) n`);
    await notifications.refuse(doubtful);

    const kinds = await app.database.query(`
      select reason, count(*)::int, max(length(body)) longest from refused_notifications where provider = 'x'
        group by reason order by reason`);
    expect(kinds).toEqual([
      { reason: 'contradicted', count: 1, longest: 16_384 },
      { reason: 'signature', count: 1_000, longest: 16_384 },
    ]);
    expect(await app.database.query(`select from refused_notifications where body = 'older 1'`)).toEqual([]);
  });
});

describe('what players hold', () => {
  const facts = [
    { type: 'paid' },
    { type: 'declined' },
    { type: 'refunded', amount: 100, transactionId: 'r1' },
    { type: 'charged_back' },
    { type: 'dispute_won' },
  ];

  it('and the money that is kept depend on what was told, not on the order of it', async () => {
    const outcomes: string[] = [];
    for (const sequence of permutations(facts)) {
      const user = await makeUser(app);
      const order = await placeOrder(app, user, [{ productId: BOOST.id, quantity: 2, unitPrice: 100 }]);
      for (const fact of [...sequence, ...sequence.slice(0, 2)]) {
        await told(app, order, {
          ...fact,
          transactionId: `${order.id}-${fact.type}`,
        });
      }
      const [shown, money] = [await orderOf(app, order), await moneyOf(app, order)];
      outcomes.push(JSON.stringify([shown, money, await holds(app, user, BOOST.id), await owes(app, user)]));
    }
    const fulfilled = [
      { status: 'partially_refunded', attention: null },
      { received: 200, returned: 100, toReturn: 0 },
      1,
      0,
    ];
    expect(new Set(outcomes)).toEqual(new Set([JSON.stringify(fulfilled)]));
    expect(outcomes).toHaveLength(120);
  });
});

it('grants coins of packs whatever a wallet holds', async () => {
  const coins = { currency: 'COIN', amount: 3_000 };
  const order = await placeOrder(app, player, [{ productId: POTION.id, unitPrice: 300, coins }]);
  await told(app, order, { type: 'paid' });
  expect(await balanceOf(app, player)).toBe(4_000);
});

it('finds the payment of an order by the number that its player was told, and by where it is', async () => {
  const [one, other] = [await placeOrder(app, player, potions()), await placeOrder(app, player, potions())];
  await told(app, one, { type: 'paid' });
  const found = async (query: string) => {
    const { body } = await call<{ items: { orderId: string }[] }>(app, `/payments?userId=${player.id}&${query}`, {
      token: finance.token,
    });
    return body.items.map(({ orderId }) => orderId);
  };
  expect(await found(`orderNumber=${one.id.slice(-8).toUpperCase()}`)).toEqual([one.id]);
  expect(await found('orderStatus=pending')).toEqual([other.id]);
  expect(await found('orderStatus=fulfilled')).toEqual([one.id]);
  expect(await found(`orderStatus=pending&orderNumber=${one.id.slice(-8)}`)).toEqual([]);
  for (const wrong of ['orderNumber=1a2b', 'orderStatus=lost'])
    expect((await call(app, `/payments?${wrong}`, { token: finance.token })).status).toBe(400);
});

it('shows payments to staff alone', async () => {
  for (const path of ['/payments', '/payments/notifications', '/payments/refused-notifications']) {
    expect((await call(app, path, { token: player.token })).status).toBe(403);
    expect((await call(app, path, { token: finance.token })).status).toBe(200);
  }
  expect((await call(app, '/payments?attention=maybe', { token: finance.token })).status).toBe(400);
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}
