import { type TestApp, startApp } from './support/app';
import {
  ask,
  basic,
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
} from './support/payme';

const METHODS = [
  'CheckPerformTransaction',
  'CreateTransaction',
  'PerformTransaction',
  'CancelTransaction',
  'CheckTransaction',
  'GetStatement',
  'SetFiscalData',
];
const ACCOUNT_ERROR = { min: -31_099, max: -31_050 };

let app: TestApp;
beforeAll(async () => {
  app = await startApp(PAYME_ENV);
});
afterAll(() => app.close());

describe('the official sandbox of Payme', () => {
  describe('scenario 1: create and cancel a transaction that is not confirmed', () => {
    let order: PaymeOrder;
    let params: ReturnType<typeof creation>;
    let created: unknown;
    beforeAll(async () => {
      order = await orderForPayme(app);
      params = creation(order);
    });

    it('1. asks for the right password on every method', async () => {
      for (const headers of [{}, basic('wrong'), basic(undefined, 'Someone'), { authorization: 'Basic' }]) {
        for (const method of METHODS)
          expect((await rpc(app, method, params, headers as never)).error.code).toBe(-32504);
      }
    });

    it('2. refuses another amount', async () => {
      for (const amount of [params.amount - 1, params.amount + 1, 1, 0, -1, 1.5, '100', null]) {
        for (const method of ['CheckPerformTransaction', 'CreateTransaction']) {
          expect(await refusal(app, method, { ...params, amount })).toBe(-31001);
        }
      }
    });

    it('3. refuses an account that is not there, and names the field', async () => {
      for (const account of [{ purchase_id: paymeId() }, { purchase_id: order.user.id }, { order_id: order.id }, {}]) {
        for (const method of ['CheckPerformTransaction', 'CreateTransaction']) {
          const { error } = await rpc(app, method, { ...params, account });
          expect(error).toMatchObject({ data: 'purchase_id', message: { ru: expect.any(String) } });
          expect(error.code >= ACCOUNT_ERROR.min && error.code <= ACCOUNT_ERROR.max).toBe(true);
        }
      }
    });

    it('4. allows what is right', async () => {
      const { amount, account } = params;
      expect(await ask(app, 'CheckPerformTransaction', { amount, account })).toEqual({ allow: true });
    });

    it('5. creates, creates the same again, checks, and refuses another for the same order', async () => {
      created = await ask(app, 'CreateTransaction', params);
      expect(created).toEqual({
        create_time: expect.any(Number),
        transaction: expect.any(String),
        state: 1,
        receivers: null,
      });
      expect(await ask(app, 'CreateTransaction', params)).toEqual(created);
      const { create_time, transaction } = created as Record<string, unknown>;
      expect(await ask(app, 'CheckTransaction', { id: params.id })).toEqual({
        create_time,
        perform_time: 0,
        cancel_time: 0,
        transaction,
        state: 1,
        reason: null,
      });
      expect(await refusal(app, 'CreateTransaction', { ...params, id: paymeId() })).toBe(-31008);
      expect(await refusal(app, 'CheckPerformTransaction', params)).toBe(-31008);
    });

    it('6. cancels, cancels again, and shows it as cancelled', async () => {
      const cancelled = await ask(app, 'CancelTransaction', { id: params.id, reason: 3 });
      expect(cancelled).toEqual({ transaction: expect.any(String), cancel_time: expect.any(Number), state: -1 });
      expect(await ask(app, 'CancelTransaction', { id: params.id, reason: 3 })).toEqual(cancelled);
      const { cancel_time } = cancelled;
      expect(await ask(app, 'CheckTransaction', { id: params.id })).toMatchObject({
        state: -1,
        reason: 3,
        cancel_time,
      });
      expect(await statusOf(app, order)).toBe('pending');
      expect(await heldOf(app, order)).toBe(0);
    });
  });

  describe('scenario 2: create, confirm, and cancel what was confirmed', () => {
    let order: PaymeOrder;
    let params: ReturnType<typeof creation>;
    beforeAll(async () => {
      order = await orderForPayme(app);
      params = creation(order);
    });

    it('1. creates', async () => {
      await ask(app, 'CheckPerformTransaction', params);
      const created = await ask(app, 'CreateTransaction', params);
      expect(await ask(app, 'CreateTransaction', params)).toEqual(created);
      expect(await refusal(app, 'CreateTransaction', { ...params, id: paymeId() })).toBe(-31008);
    });

    it('2. performs, performs again, and shows it as performed', async () => {
      const performed = await ask(app, 'PerformTransaction', { id: params.id });
      expect(performed).toEqual({ transaction: expect.any(String), perform_time: expect.any(Number), state: 2 });
      expect(await ask(app, 'PerformTransaction', { id: params.id })).toEqual(performed);
      const { perform_time, transaction } = performed;
      expect(await ask(app, 'CheckTransaction', { id: params.id })).toMatchObject({
        state: 2,
        reason: null,
        perform_time,
        transaction,
        cancel_time: 0,
      });
      expect(await statusOf(app, order)).toBe('fulfilled');
      expect(await heldOf(app, order)).toBe(2);
    });

    it('3. cancels, cancels again, and shows it as taken back', async () => {
      const { perform_time } = await ask(app, 'CheckTransaction', { id: params.id });
      const cancelled = await ask(app, 'CancelTransaction', { id: params.id, reason: 5 });
      expect(cancelled).toEqual({ transaction: expect.any(String), cancel_time: expect.any(Number), state: -2 });
      expect(await ask(app, 'CancelTransaction', { id: params.id, reason: 5 })).toEqual(cancelled);
      expect(await ask(app, 'CheckTransaction', { id: params.id })).toMatchObject({
        ...cancelled,
        perform_time,
        reason: 5,
      });
      expect(await statusOf(app, order)).toBe('refunded');
      expect(await heldOf(app, order)).toBe(0);
    });
  });
});

describe('GetStatement', () => {
  it('lists what Payme made between two moments, both included, in their order', async () => {
    const base = Date.now() - 60_000;
    const made: ReturnType<typeof creation>[] = [];
    for (const offset of [30, 10, 20, 40]) {
      const params = creation(await orderForPayme(app), { time: base + offset });
      await ask(app, 'CreateTransaction', params);
      made.push(params);
    }
    await ask(app, 'PerformTransaction', { id: made[1].id });
    await ask(app, 'CancelTransaction', { id: made[2].id, reason: 3 });
    const between = async (from: number, to: number) =>
      (await ask(app, 'GetStatement', { from: base + from, to: base + to })).transactions!;

    const [first, second, third] = await between(10, 30);
    expect([first, second, third].map(({ id }) => id)).toEqual([made[1].id, made[2].id, made[0].id]);
    for (const line of [first, second, third]) {
      const { id, time, amount, account } = made.find((each) => each.id === line.id)!;
      const state = await ask(app, 'CheckTransaction', { id });
      expect(line).toEqual({ id, time, amount, account, ...state, receivers: null });
    }
    expect(await between(11, 19)).toEqual([]);
    expect(await between(20, 20)).toHaveLength(1);
    expect(await between(40, 10)).toEqual([]);
  });

  it('leaves nothing out: of a period with more than 10,000 it lists none, and says so', async () => {
    const { id, user } = await orderForPayme(app);
    await app.database.query(
      `insert into payme_transactions (id, own_id, order_id, user_id, amount, account, time, create_time, cancel_time,
         state, reason)
       select 'long ago ' || n, gen_random_uuid(), '${id}', '${user.id}', 1, '{}', n, n, n, -1, 3
       from generate_series(1, 10001) n`,
    );
    expect((await ask(app, 'GetStatement', { from: 0, to: 10_000 })).transactions).toHaveLength(10_000);
    expect((await rpc(app, 'GetStatement', { from: 0, to: 10_001 })).error).toMatchObject({ code: -32600, data: 'to' });
  });
});

describe('SetFiscalData', () => {
  const receipt = {
    receipt_id: 121,
    status_code: 0,
    message: 'accepted',
    terminal_id: 'EP000000000025',
    fiscal_sign: '800031554082',
    qr_code_url: 'https://ofd.soliq.uz/check?t=EP000000000025',
    date: '20220706221021',
  };

  it('keeps the receipt of the payment and the one of its cancellation', async () => {
    const id = await performedFor(app, await orderForPayme(app));
    for (const type of ['PERFORM', 'CANCEL', 'PERFORM']) {
      expect(await ask(app, 'SetFiscalData', { id, type, fiscal_data: receipt })).toEqual({ success: true });
    }
    const [{ fiscal }] = await app.database.query<{ fiscal: object }>(
      `select fiscal from payme_transactions where id = '${id}'`,
    );
    expect(fiscal).toEqual({ PERFORM: receipt, CANCEL: receipt });
  });

  it('refuses receipts of nothing, and what is no receipt', async () => {
    const id = await createdFor(app, await orderForPayme(app));
    expect(await refusal(app, 'SetFiscalData', { id: paymeId(), type: 'PERFORM', fiscal_data: receipt })).toBe(-32001);
    expect(await refusal(app, 'SetFiscalData', { id, type: 'OTHER', fiscal_data: receipt })).toBe(-32602);
    expect(await refusal(app, 'SetFiscalData', { id, type: 'PERFORM' })).toBe(-32602);
  });
});
