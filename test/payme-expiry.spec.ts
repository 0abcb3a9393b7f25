import { OrderEndings } from '../src/payments/order-endings.service';
import { startApp, type TestApp } from './support/app';
import { ask, createdFor, creation, heldOf, orderForPayme, PAYME_ENV, refusal, WAIT_MS } from './support/payme';
import type { PaymeOrder } from './support/payme';

const HOUR_MS = 3_600_000;

let app: TestApp;
beforeAll(async () => {
  app = await startApp(PAYME_ENV);
});
afterEach(() => jest.useRealTimers());
afterAll(() => app.close());

/** An order that was made so long ago, and waits for the rest of its 12 hours. */
async function orderOfAge(ms: number): Promise<PaymeOrder> {
  const order = await orderForPayme(app);
  const sql = `update orders set created_at = created_at - $2::float8 * interval '1 ms',
    expires_at = expires_at - $2::float8 * interval '1 ms' where id = $1`;
  await app.database.query(sql, [order.id, ms]);
  return order;
}

/** Only the clock moves on: whoever waits for something waits as before. */
function later(ms: number): void {
  const now = Date.now() + ms;
  jest.useFakeTimers({
    now,
    advanceTimers: true,
    doNotFake: [
      ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const),
      ...(['nextTick', 'queueMicrotask', 'hrtime', 'performance'] as const),
    ],
  });
}

async function statusOf({ id }: PaymeOrder): Promise<string> {
  const [{ status }] = await app.database.query<{ status: string }>('select status from orders where id = $1', [id]);
  return status;
}

const sweep = () => app.get(OrderEndings).expire();

describe('an order that Payme is about to be paid for', () => {
  it('waits as long as its transaction does, although its own time is over', async () => {
    const order = await orderOfAge(WAIT_MS - HOUR_MS / 2);
    const id = await createdFor(app, order);
    later(HOUR_MS);
    await sweep();
    expect(await statusOf(order)).toBe('pending');
    expect(await ask(app, 'PerformTransaction', { id })).toMatchObject({ state: 2 });
    expect([await statusOf(order), await heldOf(app, order)]).toEqual(['fulfilled', 2]);
  });

  it('ends with its transaction, 12 hours after that was made at Payme', async () => {
    const order = await orderOfAge(WAIT_MS - HOUR_MS / 2);
    const { id } = await creationOf(order, Date.now() - 3 * HOUR_MS);
    later(9 * HOUR_MS - 60_000);
    await sweep();
    expect(await statusOf(order)).toBe('pending');
    later(60_000);
    await sweep();
    expect(await statusOf(order)).toBe('expired');
    expect(await refusal(app, 'PerformTransaction', { id })).toBe(-31_008);
  });

  it('waits no longer than others once its transaction is cancelled', async () => {
    const order = await orderOfAge(WAIT_MS - HOUR_MS / 2);
    const id = await createdFor(app, order);
    await ask(app, 'CancelTransaction', { id, reason: 3 });
    await sweep();
    expect(await statusOf(order)).toBe('pending');
    const again = await createdFor(app, order);
    expect(await ask(app, 'CancelTransaction', { id, reason: 3 })).toMatchObject({ state: -1 });
    later(HOUR_MS);
    await sweep();
    expect(await statusOf(order)).toBe('pending');
    await ask(app, 'CancelTransaction', { id: again, reason: 3 });
    await sweep();
    expect(await statusOf(order)).toBe('expired');
  });
});

async function creationOf(order: PaymeOrder, time: number): Promise<{ id: string }> {
  const params = creation(order, { time });
  await ask(app, 'CreateTransaction', params);
  return params;
}
