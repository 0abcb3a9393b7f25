import { randomUUID } from 'node:crypto';
import { OrderEndings } from '../src/payments/order-endings.service';
import { UnitOfWork } from '../src/platform/database/unit-of-work';
import { ProductsService } from '../src/products/products.service';
import { type TestApp, startApp } from './support/app';
import { orderOf, placeOrder, type PlacedOrder, WITH_SANDBOX } from './support/orders';
import { call, makeUser, openShop, POTION, type TestUser } from './support/players';

let app: TestApp;
let player: TestUser;
beforeAll(async () => {
  app = await startApp(WITH_SANDBOX);
  await openShop(app);
});
beforeEach(async () => {
  player = await makeUser(app);
});
afterAll(() => app.close());

/** An order whose time has passed. */
const placeLate = () => {
  const lines = [{ productId: POTION.id, quantity: 2, unitPrice: 100 }];
  return placeOrder(app, player, lines, { expiresAt: new Date(Date.now() - 1_000) });
};

describe('the sweep of orders that nobody paid in time', () => {
  it('ends the others when one of them cannot be ended, and that one the next time', async () => {
    const [stuck, ...others] = [await placeLate(), await placeLate(), await placeLate()];
    await app.get(UnitOfWork).run(async (tx) => {
      await tx.query('select from orders where id = $1 for update', [stuck.id]);
      expect(await app.get(OrderEndings).expire()).toBe(2);
    });
    expect(await orderOf(app, stuck)).toMatchObject({ status: 'pending' });
    for (const order of others) expect(await orderOf(app, order)).toMatchObject({ status: 'expired' });
    expect(await app.get(OrderEndings).expire()).toBe(1);
    expect(await orderOf(app, stuck)).toMatchObject({ status: 'expired' });
  });

  it('comes to an end also with more of them than it looks at together', async () => {
    await app.database.query(
      `insert into orders (user_id, id, status, provider, currency, total, cart_version, created_at, expires_at)
       select $1, gen_random_uuid(), 'pending', 'sandbox', 'USD', 1, -n, now(), now() from generate_series(1, 450) n`,
      [player.id],
    );
    // They have no payments, so nothing ends them.
    await app.get(OrderEndings).expire();
    await app.database.query('delete from orders where user_id = $1', [player.id]);
  });
});

describe('an order whose time has passed and that nobody has swept', () => {
  const late = async (order: PlacedOrder, path: string, token = player.token) => {
    const { body } = await call<{ status?: string; items?: { status: string }[] }>(app, path, { token });
    return [body.status ?? body.items?.map(({ status }) => status), await orderOf(app, order)];
  };
  const expired = { status: 'expired', attention: null };

  it('has ended for its player and for staff who look at it', async () => {
    const [one, other] = [await placeLate(), await placeLate()];
    expect(await late(one, `/orders/${one.id}`)).toEqual(['expired', expired]);
    const support = await makeUser(app, { role: 'support' });
    expect(await late(other, `/orders/${other.id}`, support.token)).toEqual(['expired', expired]);
  });

  it('is listed among those that ended', async () => {
    const order = await placeLate();
    expect(await late(order, '/orders?status=pending')).toEqual([[], expired]);
    expect(await late(await placeLate(), '/orders?status=expired')).toEqual([['expired', 'expired'], expired]);
  });

  it('counts no more among those that wait, and a repeated checkout makes no link for it', async () => {
    const checkOut = (key: string) =>
      call<{ code?: string; payment: { url: string | null } }>(app, '/checkout', {
        body: { provider: 'sandbox', currency: 'USD' },
        ...{ key, token: player.token },
      });
    const fill = () => call(app, '/cart/items', { body: { productId, quantity: 1 }, token: player.token });
    const sku = `good-${randomUUID()}`;
    const draft = { sku, name: 'A good', type: 'consumable' as const, prices: { USD: 100 } };
    const { id: productId } = await app.get(ProductsService).create(draft);
    for (let made = 0; made < 5; made++) {
      await fill();
      expect((await checkOut(`order-${made}`)).status).toBe(201);
    }
    await fill();
    expect((await checkOut('one-more')).body.code).toBe('checkout.too_many_unpaid');
    await app.database.query(`update orders set expires_at = now() where user_id = $1`, [player.id]);
    await app.database.query('update payments set url = null where user_id = $1', [player.id]);
    await app.database.query(
      `update idempotency_keys set answer = regexp_replace(answer, '"url":"[^"]*"', '"url":null') where user_id = $1`,
      [player.id],
    );
    expect((await checkOut('order-0')).body.payment.url).toBeNull();
    expect((await checkOut('one-more')).status).toBe(201);
  });
});
