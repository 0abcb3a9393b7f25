import { SandboxProvider } from '../src/payments/sandbox/sandbox.provider';
import { type TestApp, startApp } from './support/app';
import { placeOrder, type PlacedOrder, refund, told, WITH_SANDBOX } from './support/orders';
import { call, makeUser, openShop, POTION, type TestUser } from './support/players';

interface Refund {
  id: string;
  state: string;
  amount: number | null;
  reason: string | null;
  code: string | null;
}

interface Order {
  status: string;
  total: number;
  refunded: number;
}

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
  player = await makeUser(app);
});
afterEach(() => jest.restoreAllMocks());

async function paidOrder(): Promise<PlacedOrder> {
  const order = await placeOrder(app, player, [{ productId: POTION.id, quantity: 5, unitPrice: 100 }]);
  await told(app, order, { type: 'paid' });
  return order;
}

const refundsOf = async ({ id }: PlacedOrder, { token } = finance) =>
  (await call<Refund[]>(app, `/orders/${id}/refunds`, { token })).body;
const shown = async ({ id }: PlacedOrder) => (await call<Order>(app, `/orders/${id}`, { token: player.token })).body;

describe('GET /orders/:id/refunds', () => {
  it('lists what was asked and is not answered, with who asked, when and why, until the provider tells', async () => {
    const order = await paidOrder();
    expect(await refundsOf(order)).toEqual([]);
    jest.spyOn(app.get(SandboxProvider), 'refund').mockResolvedValue();
    await refund(app, finance, order, { amount: 150, reason: 'It was late.' });
    const [asked] = await refundsOf(order);
    expect(asked).toEqual({
      id: expect.any(String),
      state: 'asked',
      amount: 150,
      lines: null,
      askedBy: { id: finance.id, username: expect.any(String) },
      askedAt: expect.any(String),
      reason: 'It was late.',
      doneAt: null,
      code: null,
    });
    await told(app, order, { type: 'refunded', transactionId: asked.id, amount: 150 });
    expect(await refundsOf(order)).toEqual([{ ...asked, state: 'done', doneAt: expect.any(String), code: 'sandbox' }]);
  });

  it('lists what was done elsewhere, and what the provider told by itself, newest first', async () => {
    const order = await paidOrder();
    await refund(app, finance, order, { amount: 100, isDoneElsewhere: true });
    const at = new Date(Date.now() + 1_000).toISOString();
    await told(app, order, { type: 'refunded', transactionId: 'of-its-own', amount: 50, at });
    expect(await refundsOf(order)).toEqual([
      expect.objectContaining({ id: 'of-its-own', state: 'done', amount: 50, askedBy: null, reason: null }),
      expect.objectContaining({ state: 'done', amount: 100, code: 'finance', reason: 'Bought by mistake.' }),
    ]);
  });

  it('is for staff, and of orders that there are', async () => {
    const order = await paidOrder();
    const read = (id: string, { token }: TestUser) => call(app, `/orders/${id}/refunds`, { token });
    expect((await read(order.id, await makeUser(app, { role: 'support' }))).status).toBe(200);
    expect((await read(order.id, player)).status).toBe(403);
    expect((await read(order.id, await makeUser(app, { role: 'service' }))).status).toBe(403);
    expect((await read('0199c000-0000-7000-8000-000000000999', finance)).body.code).toBe('payment.not_found');
  });
});

describe('an order', () => {
  it('says what of its money went back, alone and in the list', async () => {
    const [order, other] = [await paidOrder(), await paidOrder()];
    expect(await shown(order)).toMatchObject({ total: 500, refunded: 0 });
    const { body } = await refund(app, finance, order, { amount: 150 });
    expect(body).toMatchObject({ status: 'partially_refunded', refunded: 150 });
    expect(await shown(order)).toMatchObject({ status: 'partially_refunded', total: 500, refunded: 150 });
    const list = await call<{ items: Order[] }>(app, '/orders', { token: player.token });
    expect(list.body.items.map(({ refunded }) => refunded)).toEqual([0, 150]);
    await told(app, other, { type: 'refunded' });
    expect(await shown(other)).toMatchObject({ status: 'refunded', refunded: 500 });
  });
});
