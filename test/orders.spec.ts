import { type TestApp, startApp } from './support/app';
import { placeOrder, told, WITH_SANDBOX } from './support/orders';
import { BOOST, call, makeUser, openShop, POTION } from './support/players';

interface Page {
  items: { id: string; productId: string; unitPrice: number; orderStatus: string }[];
  nextCursor: string | null;
}

let app: TestApp;
beforeAll(async () => {
  app = await startApp(WITH_SANDBOX);
  await openShop(app);
});
afterAll(() => app.close());

const lines = [
  { productId: POTION.id, unitPrice: 199, quantity: 2 },
  { productId: BOOST.id, unitPrice: 50 },
];

describe('orders', () => {
  it('are listed newest first, page by page and by status', async () => {
    const user = await makeUser(app);
    const ids = [];
    for (let placed = 0; placed < 3; placed++) ids.unshift((await placeOrder(app, user, lines)).id);
    const first = await call<Page>(app, '/orders?limit=2', { token: user.token });
    const second = await call<Page>(app, `/orders?limit=2&cursor=${first.body.nextCursor}`, { token: user.token });
    expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual(ids);
    expect(second.body.nextCursor).toBeNull();
    await call(app, `/orders/${ids[1]}/cancel`, { method: 'POST', token: user.token });
    const cancelled = await call<Page>(app, '/orders?status=cancelled', { token: user.token });
    expect(cancelled.body.items).toMatchObject([{ id: ids[1], status: 'cancelled', endedAt: expect.any(String) }]);
    expect((await call(app, '/orders?status=lost', { token: user.token })).status).toBe(400);
  });

  it('are their player’s and staff’s alone', async () => {
    const [user, stranger] = [await makeUser(app), await makeUser(app)];
    const { id, total } = await placeOrder(app, user, lines);
    const support = await makeUser(app, { role: 'support' });
    for (const { token } of [user, support]) {
      const seen = await call(app, `/orders/${id.toUpperCase()}`, { token });
      expect([seen.status, seen.body]).toMatchObject([200, { id, total, userId: user.id, lines: [{}, {}] }]);
    }
    for (const [path, { token }] of [
      [id, stranger],
      ['0199c000-0000-7000-8000-00000000dead', user],
      ['nothing', user],
    ] as const) {
      const refused = await call(app, `/orders/${path}`, { token });
      expect([refused.status, refused.body.code]).toEqual([404, 'order.not_found']);
    }
    expect((await call<Page>(app, '/orders', { token: stranger.token })).body.items).toEqual([]);
  });

  it('tell each step once', async () => {
    const user = await makeUser(app);
    const order = await placeOrder(app, user, lines);
    await told(app, order, { type: 'paid' });
    const events = await app.database.query<{ type: string }>(
      `select event ->> 'type' as type from outbox_events, json_array_elements(events) as event
       where event #>> '{payload,orderId}' = $1`,
      [order.id],
    );
    expect(events.map(({ type }) => type).toSorted()).toEqual(['order.fulfilled', 'order.paid']);
  });
});

describe('what was bought with money', () => {
  it('is there once it is given, with the price that was paid, at the old addresses too', async () => {
    const user = await makeUser(app);
    await placeOrder(app, user, lines);
    const order = await placeOrder(app, user, lines);
    expect((await call<Page>(app, '/purchases', { token: user.token })).body.items).toEqual([]);
    await told(app, order, { type: 'paid' });
    for (const path of ['/purchases', '//purchases', '//api/purchases', `/purchases?user_id=${user.id}`]) {
      const { status, body } = await call<Page>(app, path, { token: user.token });
      expect([status, body.items]).toMatchObject([
        200,
        [
          { orderId: order.id, productId: BOOST.id, quantity: 1, unitPrice: 50, amount: 50, currency: 'USD' },
          { productId: POTION.id, quantity: 2, unitPrice: 199, amount: 398, orderStatus: 'fulfilled' },
        ],
      ]);
    }
    const first = await call<Page>(app, '/purchases?limit=1', { token: user.token });
    const second = await call<Page>(app, `/purchases?limit=1&cursor=${first.body.nextCursor}`, { token: user.token });
    expect([first, second].flatMap(({ body }) => body.items.map(({ productId }) => productId))).toEqual([
      BOOST.id,
      POTION.id,
    ]);
    expect(second.body.nextCursor).toBeNull();
  });

  it('is nobody else’s business', async () => {
    const [user, other] = [await makeUser(app), await makeUser(app)];
    for (const asked of [other.id, 'nobody', '1']) {
      const refused = await call(app, `/purchases?user_id=${asked}`, { token: user.token });
      expect([refused.status, refused.body.code]).toEqual([404, 'user.not_found']);
    }
  });
});
