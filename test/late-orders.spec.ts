import { OrderEndings } from '../src/payments/order-endings.service';
import { UnitOfWork } from '../src/platform/database/unit-of-work';
import { type TestApp, startApp } from './support/app';
import { orderOf, placeOrder, WITH_SANDBOX } from './support/orders';
import { makeUser, openShop, POTION, type TestUser } from './support/players';

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
