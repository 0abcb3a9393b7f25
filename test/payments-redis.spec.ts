import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { eventually } from './support/eventually';
import { brokenChecks, everythingSealed } from './support/forgery';
import { type PayStation, startPayStation } from './support/pay-station';
import { makeUser, type TestUser, times } from './support/players';
import { paymeCalls, withProviders, xsollaCalls } from './support/provider-calls';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';
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

/** Orders, in a third of which Redis is there, then is not, and then is back. */
const ORDERS = process.env.LONG === 'true' ? 600 : 24;
const LANES = 6;

describeWithRedis('checkouts and payments while Redis is away', () => {
  let redis: TestRedis;
  let payStation: PayStation;
  let app: TestApp;
  let finance: TestUser;
  let goods: Goods;

  beforeAll(async () => {
    [redis, payStation] = [await startRedis(), await startPayStation()];
    app = await startApp({ ...withProviders(payStation.url), REDIS_URL: redis.url, JWT_TTL_MIN: '600' });
    goods = await openGoods(app);
    finance = await makeUser(app, { role: 'finance' });
  });
  afterAll(async () => {
    await app.close();
    await payStation.close();
    await redis.remove();
  });

  async function buy(provider: Provider): Promise<Bought> {
    const user = await makeUser(app);
    await fillCart(app, user, goods);
    const bought = await checkOut(app, user, goods, provider, randomUUID());
    const [first, paid, again] = provider === 'payme' ? paymeCalls(bought, finance) : xsollaCalls(bought);
    for (const each of [first, paid, again]) {
      expect({ ...(await each.send(app)), name: each.name }).toMatchObject({ isAccepted: true });
    }
    return bought;
  }

  it.each([
    ['stopped', () => redis.stop(), () => redis.start()],
    ['killed', () => redis.kill(), () => redis.start()],
  ])('lose nothing when it is %s', async (_, strike, mend) => {
    const orders: Bought[] = [];
    const numbers = times(ORDERS, (number) => number).values();
    const lane = async () => {
      for (const number of numbers) {
        if (number === ORDERS / 3) await strike();
        if (number === (ORDERS * 2) / 3) await mend();
        orders.push(await buy(number % 2 === 0 ? 'payme' : 'xsolla'));
      }
    };
    await Promise.all(times(LANES, lane));

    expect(orders).toHaveLength(ORDERS);
    for (const bought of orders) {
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
    }
    await eventually(async () => {
      const behind = `select name from outbox_readers where position < (select max(id) from outbox_events)`;
      expect(await app.database.query(behind)).toEqual([]);
    });
    expect(await app.database.query('select type, error from outbox_parked')).toEqual([]);
    await everythingSealed(app.database);
    expect(await brokenLaws(app.database)).toEqual({});
    expect(await brokenChecks(app, finance)).toEqual({});
  });
});
