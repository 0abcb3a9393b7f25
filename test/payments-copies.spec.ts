import { startApp, type TestApp } from './support/app';
import { tell, WITH_SANDBOX } from './support/orders';
import { type PayStation, startPayStation } from './support/pay-station';
import { call, makeUser, type TestUser, times } from './support/players';
import { type CallAnswer, paymeCalls, withProviders, xsollaCalls } from './support/provider-calls';
import {
  type Bought,
  checkOut,
  COINS,
  fillCart,
  type Goods,
  openGoods,
  outcomeOf,
  POTIONS,
  type Provider,
} from './support/shopping';

const COPIES = 50;
const POLLERS = 4;

let app: TestApp;
let payStation: PayStation;
let goods: Goods;
let finance: TestUser;

beforeAll(async () => {
  payStation = await startPayStation();
  app = await startApp({ ...withProviders(payStation.url), ...WITH_SANDBOX });
  goods = await openGoods(app);
  finance = await makeUser(app, { role: 'finance' });
});
afterAll(async () => {
  await app.close();
  await payStation.close();
});

type Teller = (bought: Bought) => Promise<() => Promise<CallAnswer>>;

const tellers: Record<Provider, Teller> = {
  payme: async (bought) => {
    const [create, perform] = paymeCalls(bought, finance);
    expect(await create.send(app)).toMatchObject({ isAccepted: true });
    return () => perform.send(app);
  },
  xsolla: async (bought) => {
    const [, payment] = xsollaCalls(bought);
    return () => payment.send(app);
  },
  sandbox: async (bought) => async () => {
    const response = await tell(app, bought, { type: 'paid', at: '2026-11-21T10:00:00Z' });
    return { isAccepted: response.status === 204, text: await response.text() };
  },
};

/** @returns what the buyer saw of the order, until `stop` */
async function poll({ id, user }: Bought, stop: { now: boolean }): Promise<string[]> {
  const seen: string[] = [];
  while (!stop.now) {
    const { status, body } = await call<{ status: string }>(app, `/orders/${id}`, { token: user.token });
    seen.push(`${status} ${body.status}`);
  }
  return seen;
}

it.each([
  ['payme', 'PerformTransaction'],
  ['xsolla', 'payment'],
  ['sandbox', 'payment.paid'],
] as const)('of %s, fifty copies at once while the buyer looks are one payment', async (provider, kind) => {
  const user = await makeUser(app);
  await fillCart(app, user, goods);
  const bought = await checkOut(app, user, goods, provider);
  const send = await tellers[provider](bought);

  const stop = { now: false };
  const looks = times(POLLERS, () => poll(bought, stop));
  const answers = await Promise.all(times(COPIES, send));
  stop.now = true;
  const seen = (await Promise.all(looks)).flat();

  expect(answers).toEqual(times(COPIES, () => ({ isAccepted: true, text: answers[0].text })));
  expect(seen.length).toBeGreaterThan(POLLERS);
  for (const look of seen) expect(['200 pending', '200 fulfilled']).toContain(look);
  expect(await outcomeOf(app, bought)).toEqual({
    status: 'fulfilled',
    attention: null,
    kept: bought.total,
    toReturn: 0,
    potions: [POTIONS, 0],
    hats: [1, 0],
    coins: [COINS, 0],
    isBlocked: false,
  });
  expect(await app.database.query('select id from orders where user_id = $1', [user.id])).toEqual([{ id: bought.id }]);
  const inbox = await app.database.query(
    'select kind, seen from payment_notifications where order_id = $1 and kind = $2',
    [bought.id, kind],
  );
  expect(inbox).toEqual([{ kind, seen: COPIES }]);
  const grants = await app.database.query(
    `select count(*)::int as entries, count(distinct transaction_id)::int as grants from ledger_entries
     where user_id = $1 and counter_account = 'source:order'`,
    [user.id],
  );
  expect(grants).toEqual([{ entries: 3, grants: 1 }]);
});
