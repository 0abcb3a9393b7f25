import { type TestApp, startApp } from './support/app';
import { holds, moneyOf, orderOf, owes, placeOrder, refund, tell, told, WITH_SANDBOX } from './support/orders';
import { balanceOf, BOOST, call, makeUser, openShop, POTION, type TestUser } from './support/players';

let app: TestApp;
let player: TestUser;
let finance: TestUser;

beforeAll(async () => {
  app = await startApp({
    ...WITH_SANDBOX,
    REFUND_POLICIES: 'finance=take_back',
  });
  await openShop(app);
  finance = await makeUser(app, { role: 'finance' });
});
afterAll(() => app.close());
beforeEach(async () => {
  player = await makeUser(app);
});

/** Three potions at 100 and a pack of 1,000 coins at 200. */
async function paidOrder() {
  const order = await placeOrder(app, player, [
    { productId: POTION.id, quantity: 3, unitPrice: 100 },
    {
      productId: BOOST.id,
      unitPrice: 200,
      coins: { currency: 'COIN', amount: 1_000 },
    },
  ]);
  await told(app, order, { type: 'paid' });
  return order;
}

const held = async () => [await holds(app, player, POTION.id), await balanceOf(app, player), await owes(app, player)];

describe('a refund by finance', () => {
  it('goes to the provider, whose notification takes everything back', async () => {
    const order = await paidOrder();
    expect(await held()).toEqual([3, 1_000, 0]);
    const { status, body } = await refund(app, finance, order);
    expect([status, body.status]).toEqual([200, 'refunded']);
    expect(await held()).toEqual([0, 0, 0]);
    expect(await moneyOf(app, order)).toEqual({
      received: 500,
      returned: 500,
      toReturn: 0,
    });
    expect((await refund(app, finance, order)).body.code).toBe('payment.refund_too_large');
  });

  it('of a sum takes whole items line by line, then coins by their share', async () => {
    const order = await paidOrder();
    await refund(app, finance, order, { amount: 150 });
    expect(await held()).toEqual([2, 1_000, 0]);
    await refund(app, finance, order, { amount: 251 });
    expect(await held()).toEqual([0, 495, 0]);
    expect(await orderOf(app, order)).toEqual({
      status: 'partially_refunded',
      attention: null,
    });
    expect((await refund(app, finance, order, { amount: 100 })).body.code).toBe('payment.refund_too_large');
    await refund(app, finance, order, { amount: 99 });
    expect(await held()).toEqual([0, 0, 0]);
    expect(await orderOf(app, order)).toEqual({
      status: 'refunded',
      attention: null,
    });
  });

  it('of lines takes those', async () => {
    const order = await paidOrder();
    const lines = [{ orderLineId: order.lineIds[1], quantity: 1 }];
    expect((await refund(app, finance, order, { lines })).body.status).toBe('partially_refunded');
    expect(await held()).toEqual([3, 0, 0]);
    expect(await moneyOf(app, order)).toMatchObject({ returned: 200 });
    const tooMany = [{ orderLineId: order.lineIds[0], quantity: 4 }];
    expect((await refund(app, finance, order, { lines: tooMany })).status).toBe(400);
    const [{ entries }] = await app.database.query<{ entries: number }>(
      `select count(*)::int as entries from ledger_entries where order_line_id = $1 and counter_account = 'sink:reversal'`,
      [order.lineIds[1]],
    );
    expect(entries).toBe(1);
  });

  it('is one however often the same key asks', async () => {
    const order = await paidOrder();
    const answers = await Promise.all([1, 2, 3].map(() => refund(app, finance, order, { amount: 100 }, 'k-1')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await moneyOf(app, order)).toMatchObject({ returned: 100 });
  });

  it('has a key, and the same key asks for nothing else', async () => {
    const order = await paidOrder();
    const path = `/orders/${order.id}/refunds`;
    const body = { reason: 'Bought by mistake.' };
    const keyless = await call<{ code: string }>(app, path, { token: finance.token, body });
    expect([keyless.status, keyless.body.code]).toEqual([400, 'idempotency.key_missing']);
    await refund(app, finance, order, { amount: 10 }, 'a+b/c=');
    const other = await refund(app, finance, order, { amount: 90 }, 'a+b/c=');
    expect([other.status, other.body.code]).toEqual([422, 'idempotency.key_reused']);
    expect(await moneyOf(app, order)).toMatchObject({ returned: 10 });
  });

  it('may have the key of one for another order', async () => {
    const orders = [await paidOrder(), await paidOrder()];
    for (const order of orders) expect((await refund(app, finance, order, {}, 'k-2')).body.status).toBe('refunded');
  });

  it('of a line goes no further than the line, however it is asked', async () => {
    const order = await paidOrder();
    const line = (quantity: number) => ({ orderLineId: order.lineIds[0], quantity });
    expect((await refund(app, finance, order, { lines: [line(2), line(2)] })).status).toBe(400);
    expect((await refund(app, finance, order, { lines: [line(2)] })).status).toBe(200);
    expect((await refund(app, finance, order, { lines: [line(2)] })).status).toBe(400);
    expect((await refund(app, finance, order, { lines: [line(1)] })).status).toBe(200);
    expect(await held()).toEqual([0, 1_000, 0]);
    expect(await moneyOf(app, order)).toMatchObject({ returned: 300 });
  });

  it('that the provider has not told of keeps its money from others', async () => {
    const order = await paidOrder();
    await app.database.query(
      `update payments set refunds_asked = '[{"id": "r-1", "key": "k", "fingerprint": "f", "amount": 400, "lines": null}]'
       where order_id = $1`,
      [order.id],
    );
    expect((await refund(app, finance, order, { amount: 101 })).body.code).toBe('payment.refund_too_large');
    expect((await refund(app, finance, order, { amount: 100 })).status).toBe(200);
    await told(app, order, { type: 'refunded', transactionId: 'r-1', amount: 400 });
    expect(await moneyOf(app, order)).toMatchObject({ returned: 500 });
  });

  it('that was done elsewhere is written down, and the log says by whom and why', async () => {
    const order = await paidOrder();
    expect(
      (
        await refund(app, finance, order, {
          amount: 500,
          isDoneElsewhere: true,
        })
      ).body.status,
    ).toBe('refunded');
    const log = await app.database.query<{
      action: string;
      actor_id: string;
      after: { reason: string };
    }>(
      `select l.action, l.actor_id, d.after::jsonb as after from audit_log l join audit_details d on d.entry_id = l.id
       where l.target = $1`,
      [`order:${order.id}`],
    );
    expect(log).toMatchObject([
      {
        action: 'order.refund_noted',
        actor_id: finance.id,
        after: { reason: 'Bought by mistake.' },
      },
    ]);
  });

  it('is for finance alone, and of orders that there are', async () => {
    const order = await paidOrder();
    expect((await refund(app, player, order)).status).toBe(403);
    expect((await refund(app, await makeUser(app, { role: 'support' }), order)).status).toBe(403);
    expect(
      (
        await refund(app, finance, {
          id: '0199c000-0000-7000-8000-00000000ffff',
        })
      ).status,
    ).toBe(404);
  });
});

describe('money that went back', () => {
  it('for what is used up is owed, and repaid first from what comes', async () => {
    const order = await paidOrder();
    await call(app, `/products/${POTION.id}/use`, {
      token: player.token,
      body: { quantity: 2 },
    });
    await refund(app, finance, order);
    expect(await held()).toEqual([0, 0, 2]);
  });

  it('before it came leaves nothing once it comes', async () => {
    const order = await placeOrder(app, player, [{ productId: POTION.id, quantity: 3, unitPrice: 100 }]);
    await told(app, order, {
      type: 'refunded',
      amount: null,
      transactionId: `${order.id}-r`,
    });
    expect(await orderOf(app, order)).toEqual({
      status: 'pending',
      attention: null,
    });
    await told(app, order, { type: 'paid' });
    expect(await orderOf(app, order)).toEqual({
      status: 'refunded',
      attention: null,
    });
    expect(await moneyOf(app, order)).toEqual({
      received: 300,
      returned: 300,
      toReturn: 0,
    });
    expect(await held()).toEqual([0, 0, 0]);
  });

  it('by a chargeback blocks purchases, until the dispute is won or finance lifts it', async () => {
    const buyAgain = () => placeOrder(app, player, [{ productId: POTION.id, unitPrice: 100 }]);
    const [one, two] = [await paidOrder(), await paidOrder()];
    await told(app, one, { type: 'charged_back' });
    expect(await orderOf(app, one)).toEqual({
      status: 'charged_back',
      attention: null,
    });
    expect(await held()).toEqual([3, 1_000, 0]);
    await expect(buyAgain()).rejects.toThrow('You cannot buy with money at present.');
    await told(app, one, { type: 'dispute_won' });
    expect(await orderOf(app, one)).toEqual({
      status: 'fulfilled',
      attention: null,
    });
    expect(await held()).toEqual([6, 2_000, 0]);
    await buyAgain();

    await told(app, two, { type: 'charged_back' });
    const blocks = `/users/${player.id}/purchase-blocks`;
    expect((await call(app, blocks, { token: player.token })).body).toMatchObject([
      { orderId: two.id, liftedAt: null },
    ]);
    expect((await call(app, blocks, { method: 'DELETE', token: player.token })).status).toBe(403);
    expect((await call(app, blocks, { method: 'DELETE', token: finance.token })).status).toBe(204);
    await buyAgain();
    await tell(app, two, { type: 'charged_back' });
    await buyAgain();
  });

  it('for what could not be given needs nobody any more', async () => {
    const order = await placeOrder(app, player, [{ productId: POTION.id, unitPrice: 100 }]);
    await call(app, `/orders/${order.id}/cancel`, {
      method: 'POST',
      token: player.token,
    });
    await told(app, order, { type: 'paid' });
    expect(await orderOf(app, order)).toEqual({
      status: 'paid',
      attention: 'ended',
    });
    await refund(app, finance, order);
    expect(await orderOf(app, order)).toEqual({
      status: 'refunded',
      attention: null,
    });
    expect(await moneyOf(app, order)).toEqual({
      received: 100,
      returned: 100,
      toReturn: 0,
    });
  });
});

it('keeps what the policy for the reason says', async () => {
  const lenient = await startApp({
    ...WITH_SANDBOX,
    REFUND_POLICIES: 'sandbox=keep',
  });
  try {
    await openShop(lenient);
    const user = await makeUser(lenient);
    const order = await placeOrder(lenient, user, [{ productId: POTION.id, quantity: 3, unitPrice: 100 }]);
    await told(lenient, order, { type: 'paid' });
    await told(lenient, order, {
      type: 'refunded',
      amount: null,
      transactionId: `${order.id}-r`,
    });
    expect(await orderOf(lenient, order)).toEqual({
      status: 'refunded',
      attention: null,
    });
    expect(await holds(lenient, user, POTION.id)).toBe(3);
  } finally {
    await lenient.close();
  }
});
