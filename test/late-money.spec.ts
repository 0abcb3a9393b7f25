import { HeldPayments } from '../src/payments/held-payments.service';
import { OrderEndings } from '../src/payments/order-endings.service';
import { PaymentsService } from '../src/payments/payments.service';
import { UnitOfWork } from '../src/platform/database/unit-of-work';
import { type TestApp, startApp } from './support/app';
import { holds, moneyOf, orderOf, placeOrder, told, WITH_SANDBOX } from './support/orders';
import { buy, call, makeUser, openShop, POTION, PREMIUM, type TestUser, times } from './support/players';

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
const premium = () => [{ productId: PREMIUM.id, unitPrice: 500 }];
/** What the player bought of it elsewhere. */
const revoke = async () => {
  const { token } = await makeUser(app, { role: 'admin' });
  const body = { productId: PREMIUM.id, quantity: 1, reason: 'A test.', ticket: 'T-1' };
  expect((await call(app, `/users/${player.id}/revocations`, { token, body })).status).toBeLessThan(300);
};

describe('money', () => {
  it('that came before its order was given up counts, and later it waits for finance', async () => {
    const before = new Date().toISOString();
    const [early, late] = [await placeOrder(app, player, potions()), await placeOrder(app, player, potions())];
    for (const { id } of [early, late]) {
      expect(
        (
          await call(app, `/orders/${id}/cancel`, {
            method: 'POST',
            token: player.token,
          })
        ).status,
      ).toBe(200);
    }
    await told(app, early, { type: 'paid', at: before });
    await told(app, late, { type: 'paid' });
    expect(await orderOf(app, early)).toEqual({
      status: 'fulfilled',
      attention: null,
    });
    expect(await orderOf(app, late)).toEqual({
      status: 'paid',
      attention: 'ended',
    });
    expect(await moneyOf(app, late)).toEqual({
      received: 200,
      returned: 0,
      toReturn: 200,
    });
    const { body } = await call<{ items: { orderId: string }[] }>(app, '/payments?attention=true', {
      token: finance.token,
    });
    expect(body.items).toMatchObject([{ orderId: late.id, attention: 'ended', toReturn: 200 }]);
    const given = await call(app, `/orders/${late.id}/fulfilments`, {
      method: 'POST',
      token: finance.token,
    });
    expect(given.body).toMatchObject({ status: 'fulfilled', attention: null });
    expect(await holds(app, player, POTION.id)).toBe(4);
  });

  it('for what is owned already is not lost, and finance may try again', async () => {
    const order = await placeOrder(app, player, premium());
    await buy(app, player, PREMIUM.id);
    await told(app, order, { type: 'paid' });
    expect(await orderOf(app, order)).toEqual({
      status: 'paid',
      attention: 'already_owned',
    });
    const retry = () =>
      call(app, `/orders/${order.id}/fulfilments`, {
        method: 'POST',
        token: finance.token,
      });
    expect((await retry()).body).toMatchObject({
      status: 'paid',
      attention: 'already_owned',
    });
    await revoke();
    expect((await retry()).body).toMatchObject({
      status: 'fulfilled',
      attention: null,
    });
    expect((await retry()).body).toMatchObject({
      code: 'payment.nothing_to_give',
    });
    expect(await holds(app, player, PREMIUM.id)).toBe(1);
  });

  it('for a blocked player waits', async () => {
    const order = await placeOrder(app, player, potions());
    const admin = await makeUser(app, { role: 'admin' });
    await call(app, `/users/${player.id}/block`, {
      token: admin.token,
      body: { reason: 'A test.' },
    });
    await told(app, order, { type: 'paid' });
    expect(await orderOf(app, order)).toEqual({
      status: 'paid',
      attention: 'blocked',
    });
  });

  it.each([
    ['another sum', { amount: 199 }, 199],
    ['another currency', { currency: 'UZS' }, 0],
  ])('of %s gives nothing and waits', async (_, wrong, received) => {
    const order = await placeOrder(app, player, potions());
    await told(app, order, { type: 'paid', ...wrong });
    expect(await orderOf(app, order)).toEqual({
      status: 'paid',
      attention: 'amount_mismatch',
    });
    expect(await moneyOf(app, order)).toEqual({
      received,
      returned: 0,
      toReturn: received,
    });
    expect(await holds(app, player, POTION.id)).toBe(0);
  });

  it('that came twice is counted, and what is too much goes back before anything is taken', async () => {
    const order = await placeOrder(app, player, potions());
    await told(app, order, { type: 'paid', transactionId: `${order.id}-1` });
    await told(app, order, { type: 'paid', transactionId: `${order.id}-2` });
    expect(await orderOf(app, order)).toEqual({
      status: 'fulfilled',
      attention: 'overpaid',
    });
    expect(await moneyOf(app, order)).toEqual({
      received: 400,
      returned: 0,
      toReturn: 200,
    });
    await told(app, order, {
      type: 'refunded',
      amount: 200,
      transactionId: `${order.id}-r`,
    });
    expect(await orderOf(app, order)).toEqual({
      status: 'partially_refunded',
      attention: null,
    });
    expect(await holds(app, player, POTION.id)).toBe(2);
  });
});

it('that was refunded and is paid once more is given', async () => {
  const order = await placeOrder(app, player, premium());
  await buy(app, player, PREMIUM.id);
  await told(app, order, { type: 'paid', transactionId: `${order.id}-1` });
  await told(app, order, { type: 'refunded', amount: 500, transactionId: `${order.id}-r` });
  expect(await orderOf(app, order)).toEqual({ status: 'refunded', attention: null });
  await revoke();
  await told(app, order, { type: 'paid', transactionId: `${order.id}-2` });
  expect(await orderOf(app, order)).toEqual({ status: 'partially_refunded', attention: null });
  expect(await moneyOf(app, order)).toEqual({ received: 1_000, returned: 500, toReturn: 0 });
  expect(await holds(app, player, PREMIUM.id)).toBe(1);
});

it('goes back of the payment that is named, and of no other', async () => {
  const order = await placeOrder(app, player, potions());
  const [first, second] = [`${order.id}-1`, `${order.id}-2`];
  for (const transactionId of [first, second]) await told(app, order, { type: 'paid', transactionId });
  await told(app, order, { type: 'charged_back', paymentId: second });
  await told(app, order, { type: 'dispute_won', transactionId: `${order.id}-w`, paymentId: first });
  expect(await moneyOf(app, order)).toEqual({ received: 400, returned: 200, toReturn: 0 });
  await told(app, order, { type: 'refunded', amount: null, transactionId: `${order.id}-r`, paymentId: second });
  expect(await holds(app, player, POTION.id)).toBe(2);
  await told(app, order, { type: 'refunded', amount: null, transactionId: `${order.id}-s`, paymentId: first });
  expect(await moneyOf(app, order)).toEqual({ received: 400, returned: 400, toReturn: 0 });
  expect(await holds(app, player, POTION.id)).toBe(0);
});

it('of another currency is what finance may give for, or the provider returns', async () => {
  const [given, returned] = [await placeOrder(app, player, potions()), await placeOrder(app, player, potions())];
  for (const order of [given, returned]) await told(app, order, { type: 'paid', currency: 'UZS' });
  const answer = await call(app, `/orders/${given.id}/fulfilments`, { method: 'POST', token: finance.token });
  expect(answer.body).toMatchObject({ status: 'fulfilled', attention: null });
  await told(app, returned, { type: 'refunded', amount: null });
  expect(await orderOf(app, returned)).toEqual({ status: 'refunded', attention: null });
});

/** What was told of an order, first to last. */
const tracesOf = async ({ id }: { id: string }) => {
  const traces = await app.database.query<{ type: string }>(
    `select e->>'type' as type from outbox_events, json_array_elements(events) e
     where e::text like '%' || $1 || '%' order by outbox_events.id`,
    [id],
  );
  return traces.map(({ type }) => type);
};

it('that is too much takes no goods, and nothing is made of that', async () => {
  const order = await placeOrder(app, player, potions());
  for (const n of [1, 2]) await told(app, order, { type: 'paid', transactionId: `${order.id}-${n}` });
  for (const n of [1, 2]) await told(app, order, { type: 'refunded', amount: 50, transactionId: `${order.id}-r${n}` });
  expect(await orderOf(app, order)).toEqual({ status: 'partially_refunded', attention: 'overpaid' });
  expect(await tracesOf(order)).not.toContain('order.reversed');
});

it('of which a part went back before its order was given is told of once', async () => {
  const order = await placeOrder(app, player, premium());
  await buy(app, player, PREMIUM.id);
  await told(app, order, { type: 'paid' });
  await told(app, order, { type: 'refunded', amount: 100, transactionId: `${order.id}-r` });
  expect(await orderOf(app, order)).toEqual({ status: 'partially_refunded', attention: 'already_owned' });
  await revoke();
  const answer = await call(app, `/orders/${order.id}/fulfilments`, { method: 'POST', token: finance.token });
  expect(answer.body).toMatchObject({ status: 'partially_refunded', attention: null });
  const traces = await tracesOf(order);
  expect(traces.filter((type) => type === 'order.partially_refunded')).toHaveLength(1);
  expect(traces).toContain('order.fulfilled');
});

it('that a won dispute brings back gives again what it took, when finance tries, if it could not at once', async () => {
  const order = await placeOrder(app, player, premium());
  await told(app, order, { type: 'paid' });
  await told(app, order, { type: 'charged_back' });
  await buy(app, player, PREMIUM.id);
  await told(app, order, { type: 'dispute_won' });
  expect(await orderOf(app, order)).toEqual({ status: 'fulfilled', attention: 'already_owned' });
  const retry = () => call(app, `/orders/${order.id}/fulfilments`, { method: 'POST', token: finance.token });
  expect((await retry()).body).toMatchObject({ attention: 'already_owned' });
  await revoke();
  expect((await retry()).body).toMatchObject({ status: 'fulfilled', attention: null });
  expect(await holds(app, player, PREMIUM.id)).toBe(1);
  expect((await retry()).body).toMatchObject({ code: 'payment.nothing_to_give' });
});

describe('an order', () => {
  it('that nobody pays in time expires, by the sweep and at a touch', async () => {
    const past = { expiresAt: new Date(Date.now() - 1_000) };
    const [swept, touched] = [
      await placeOrder(app, player, potions(), past),
      await placeOrder(app, player, potions(), past),
    ];
    await app.get(UnitOfWork).run((tx) => app.get(HeldPayments).hold(tx, touched.id));
    expect(await orderOf(app, touched)).toMatchObject({ status: 'expired' });
    expect(await app.get(OrderEndings).expire()).toBeGreaterThan(0);
    expect(await orderOf(app, swept)).toMatchObject({ status: 'expired' });
    expect(await app.get(OrderEndings).expire()).toBe(0);
    const { status, body } = await call(app, `/orders/${swept.id}/cancel`, {
      method: 'POST',
      token: player.token,
    });
    expect([status, body.code, body.orderStatus]).toEqual([409, 'payment.order_not_cancellable', 'expired']);
  });

  it('is cancelled by its player alone, again without harm, and by the provider until it is paid', async () => {
    const order = await placeOrder(app, player, potions());
    const cancel = (who: TestUser) =>
      call(app, `/orders/${order.id}/cancel`, {
        method: 'POST',
        token: who.token,
      });
    expect((await cancel(await makeUser(app))).status).toBe(404);
    expect((await cancel(player)).body).toMatchObject({ status: 'cancelled' });
    expect((await cancel(player)).body).toMatchObject({ status: 'cancelled' });
    const declined = await placeOrder(app, player, potions());
    await told(app, declined, { type: 'declined' });
    expect(await orderOf(app, declined)).toMatchObject({ status: 'cancelled' });
    await told(app, declined, { type: 'paid' });
    expect(await orderOf(app, declined)).toEqual({
      status: 'fulfilled',
      attention: null,
    });
  });

  it('has one link, made once', async () => {
    const order = await placeOrder(app, player, potions());
    const link = () => app.get(PaymentsService).linkFor(player.id, order.id);
    const links = await Promise.all(times(10, link));
    expect(new Set(links).size).toBe(1);
    expect(links[0]).toMatch(/\/pay\/sandbox\/[0-9a-f-]{36}$/);
    await expect(app.get(PaymentsService).linkFor(finance.id, order.id)).rejects.toThrow('There is no such payment.');
  });
});
