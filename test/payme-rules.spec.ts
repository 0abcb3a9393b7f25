import { type TestApp, startApp } from './support/app';
import {
  ask,
  createdFor,
  creation,
  heldOf,
  orderForPayme,
  PAYME_ENV,
  type PaymeOrder,
  paymeId,
  performedFor,
  refusal,
  rpc,
  statusOf,
  WAIT_MS,
} from './support/payme';
import { call, times } from './support/players';

let app: TestApp;
beforeAll(async () => {
  app = await startApp(PAYME_ENV);
});
afterAll(() => app.close());

/** Makes it as old as it must be: nobody waits for twelve hours. */
const age = (id: string, ms: number) =>
  app.database.query(`update payme_transactions set time = time - ${ms} where id = '${id}'`);

describe('a payment by Payme', () => {
  it('begins with a link that names the order and its amount', async () => {
    const { id, amount, url } = await orderForPayme(app);
    const [, encoded] = /^https:\/\/test\.paycom\.uz\/([\w+/=]+)$/.exec(url)!;
    expect(Buffer.from(encoded, 'base64').toString()).toBe(`m=${PAYME_ENV.PAYME_ID};ac.purchase_id=${id};a=${amount}`);
  });

  it('is repeated field by field, by fifty at once', async () => {
    const order = await orderForPayme(app);
    const params = creation(order);
    const one = async (method: string, body: object) => {
      const answers = await Promise.all(times(50, () => ask(app, method, body)));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    };
    await one('CreateTransaction', params);
    await one('PerformTransaction', { id: params.id });
    expect(await heldOf(app, order)).toBe(2);
    await one('CancelTransaction', { id: params.id, reason: 5 });
    expect(await heldOf(app, order)).toBe(0);
    const inbox = await app.database.query(
      `select kind, seen from payment_notifications where external_id = '${params.id}' order by kind`,
    );
    expect(inbox).toEqual([
      { kind: 'CancelTransaction', seen: 50 },
      { kind: 'CreateTransaction', seen: 50 },
      { kind: 'PerformTransaction', seen: 50 },
    ]);
  });

  it('is one at a time: of twenty transactions for an order one is made', async () => {
    const order = await orderForPayme(app);
    const answers = await Promise.all(times(20, () => rpc(app, 'CreateTransaction', creation(order))));
    expect(answers.filter(({ result }) => result).length).toBe(1);
    expect(answers.filter(({ error }) => error?.code === -31008).length).toBe(19);
  });

  it('keeps one id for one order', async () => {
    const [one, other] = [await orderForPayme(app), await orderForPayme(app)];
    const params = creation(one);
    await ask(app, 'CreateTransaction', params);
    expect(await refusal(app, 'CreateTransaction', creation(other, { id: params.id }))).toBe(-31008);
    expect(await refusal(app, 'CreateTransaction', { ...params, amount: params.amount + 1 })).toBe(-31001);
  });

  it('can be tried again after a transaction that came to nothing', async () => {
    const order = await orderForPayme(app);
    await ask(app, 'CancelTransaction', { id: await createdFor(app, order), reason: 2 });
    await performedFor(app, order);
    expect(await statusOf(app, order)).toBe('fulfilled');
  });

  it('is not for an order that is paid, cancelled or expired', async () => {
    const [paid, cancelled, expired] = [await orderForPayme(app), await orderForPayme(app), await orderForPayme(app)];
    await performedFor(app, paid);
    await call(app, `/orders/${cancelled.id}/cancel`, { method: 'POST', body: {}, token: cancelled.user.token });
    await app.database.query(`update orders set expires_at = now() where id = '${expired.id}'`);
    for (const order of [paid, cancelled, expired]) {
      expect(await refusal(app, 'CheckPerformTransaction', creation(order))).toBe(-31051);
      expect(await refusal(app, 'CreateTransaction', creation(order))).toBe(-31051);
    }
    expect(await statusOf(app, expired)).toBe('expired');
  });

  it('keeps its order from being given up while it waits, and takes no money for one that was', async () => {
    const [order, late] = [await orderForPayme(app), await orderForPayme(app)];
    const [id, lateId] = [await createdFor(app, order), await createdFor(app, late)];
    const giveUp = ({ id: orderId, user }: PaymeOrder) =>
      call<{ code?: string }>(app, `/orders/${orderId}/cancel`, { method: 'POST', body: {}, token: user.token });
    const refused = await giveUp(order);
    expect([refused.status, refused.body.code]).toEqual([409, 'payment.order_being_paid']);
    expect(await statusOf(app, order)).toBe('pending');
    expect(await ask(app, 'CancelTransaction', { id, reason: 3 })).toMatchObject({ state: -1 });
    await age(lateId, WAIT_MS);
    for (const [given, transaction] of [[order, id] as const, [late, lateId] as const]) {
      expect((await giveUp(given)).status).toBe(200);
      expect(await refusal(app, 'PerformTransaction', { id: transaction })).toBe(-31008);
      expect(await statusOf(app, given)).toBe('cancelled');
    }
  });

  it('is not for players who may not buy any more', async () => {
    const [blocked, barred] = [await orderForPayme(app), await orderForPayme(app)];
    await app.database.query(`update accounts set status = 'blocked' where user_id = '${blocked.user.id}'`);
    await app.database.query(
      `insert into purchase_blocks (user_id, order_id, created_at) values ('${barred.user.id}', '${barred.id}', now())`,
    );
    for (const order of [blocked, barred]) {
      expect(await refusal(app, 'CheckPerformTransaction', creation(order))).toBe(-31052);
      expect(await refusal(app, 'CreateTransaction', creation(order))).toBe(-31052);
    }
  });

  it('says -31003 of transactions that it does not know', async () => {
    const id = paymeId();
    expect(await refusal(app, 'PerformTransaction', { id })).toBe(-31003);
    expect(await refusal(app, 'CancelTransaction', { id, reason: 1 })).toBe(-31003);
    expect(await refusal(app, 'CheckTransaction', { id })).toBe(-31003);
  });

  it('says -31008 to whoever performs or creates again what was cancelled', async () => {
    const order = await orderForPayme(app);
    const params = creation(order);
    await ask(app, 'CreateTransaction', params);
    await ask(app, 'CancelTransaction', { id: params.id, reason: 1 });
    expect(await refusal(app, 'PerformTransaction', { id: params.id })).toBe(-31008);
    expect(await refusal(app, 'CreateTransaction', params)).toBe(-31008);
  });

  it('says what its shop wants: of a busy order, of payments that stay, of the field that names the order', async () => {
    const settings = { PAYME_BUSY_CODE: '-31060', PAYME_ALLOWS_REFUNDS: 'false', PAYME_ACCOUNT_FIELD: 'order_id' };
    const other = await startApp({ ...PAYME_ENV, ...settings });
    const order = await orderForPayme(other);
    const params = creation(order, { account: { order_id: order.id } });
    expect((await rpc(other, 'CreateTransaction', creation(order))).error).toMatchObject({
      code: -31050,
      data: 'order_id',
    });
    await ask(other, 'CreateTransaction', params);
    const { error } = await rpc(other, 'CreateTransaction', { ...params, id: paymeId() });
    expect(error).toMatchObject({ code: -31060, data: 'order_id' });
    await ask(other, 'PerformTransaction', params);
    expect(await refusal(other, 'CancelTransaction', { ...params, reason: 5 })).toBe(-31007);
    expect(await ask(other, 'CheckTransaction', params)).toMatchObject({ state: 2 });
    await other.close();
  });
});

describe('twelve hours', () => {
  it('are over for a transaction that Payme made so long ago', async () => {
    const order = await orderForPayme(app);
    const time = Date.now();
    expect(await refusal(app, 'CreateTransaction', creation(order, { time: time - WAIT_MS }))).toBe(-31008);
    const young = creation(order, { time: time - WAIT_MS + 60_000 });
    expect(await ask(app, 'CreateTransaction', young)).toMatchObject({ state: 1 });
  });

  it('would never be over for a transaction of the future, but for clocks that differ a little', async () => {
    const order = await orderForPayme(app);
    for (const time of [Date.now() + 360_000, Date.now() * 1_000, Number.MAX_SAFE_INTEGER]) {
      expect(await refusal(app, 'CreateTransaction', creation(order, { time }))).toBe(-31008);
    }
    const ahead = creation(order, { time: Date.now() + 240_000 });
    expect(await ask(app, 'CreateTransaction', ahead)).toMatchObject({ state: 1 });
  });

  it.each(['PerformTransaction', 'CreateTransaction', 'CheckTransaction', 'CancelTransaction', 'GetStatement'])(
    'end a transaction with reason 4 at the first %s, and free the order',
    async (method) => {
      const order = await orderForPayme(app);
      const params = creation(order);
      await ask(app, 'CreateTransaction', params);
      await age(params.id, WAIT_MS);
      const bounds = { from: params.time - WAIT_MS, to: params.time };
      const { result, error } = await rpc(app, method, { ...params, ...bounds, reason: 3 });
      expect(error?.code).toBe(/^(Per|Cre)/.test(method) ? -31008 : undefined);
      if (method === 'CancelTransaction') expect(result.state).toBe(-1);
      const state = await ask(app, 'CheckTransaction', { id: params.id });
      expect(state).toMatchObject({ state: -1, reason: 4, perform_time: 0, cancel_time: expect.any(Number) });
      expect(await ask(app, 'CheckTransaction', { id: params.id })).toEqual(state);
      await performedFor(app, order);
    },
  );

  it('do not end what was paid', async () => {
    const id = await performedFor(app, await orderForPayme(app));
    await age(id, WAIT_MS);
    const performed = await ask(app, 'PerformTransaction', { id });
    expect(await ask(app, 'PerformTransaction', { id })).toEqual(performed);
    expect(performed.state).toBe(2);
  });
});
