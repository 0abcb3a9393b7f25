import { startApp, type TestApp } from './support/app';
import { createDatabase, type TestDatabase } from './support/database';
import { eventually } from './support/eventually';
import { BOOST, buy, call, makeUser, openShop, type TestUser, times } from './support/players';
import { describeWithOwnRedis, describeWithRedis, startRedis, type TestRedis } from './support/redis';

interface Inventory {
  consumables: { quantity: number }[];
}

let redis: TestRedis;
let database: TestDatabase;
/** Two processes on one database and one Redis; neither reads the outbox, which would forget what they did not. */
let one: TestApp;
let other: TestApp;

async function setUp(): Promise<void> {
  redis = await startRedis();
  database = await createDatabase();
  one = await startApp({ ROLE: 'api', REDIS_URL: redis.url }, database);
  other = await startApp({ ROLE: 'api', REDIS_URL: redis.url }, database);
  await openShop(one);
}

async function tearDown(): Promise<void> {
  await one.close();
  await other.close();
  await database.drop();
  await redis.remove();
}

async function read(app: TestApp, player: TestUser): Promise<{ quantity: number; isHit: boolean }> {
  const answer = await call<Inventory>(app, '/users/me/inventory', { token: player.token });
  expect(answer.status).toBe(200);
  const isHit = answer.headers.get('cache-status')?.startsWith('florin; hit') ?? false;
  return { quantity: answer.body.consumables[0]?.quantity ?? 0, isHit };
}

const quantityIn = async (app: TestApp, player: TestUser) => (await read(app, player)).quantity;

async function purchase(app: TestApp, player: TestUser): Promise<void> {
  expect((await buy(app, player, BOOST.id)).status).toBe(201);
}

/** Both processes answer from Redis. */
async function warm(player: TestUser): Promise<void> {
  for (const app of [one, other]) await eventually(async () => expect((await read(app, player)).isHit).toBe(true));
}

describeWithRedis('the cache on Redis', () => {
  beforeAll(setUp);
  afterAll(tearDown);

  it('is shared: what one process loaded another answers, and what one sold another shows', async () => {
    const player = await makeUser(one, { coins: 10_000 });
    await warm(player);
    for (let quantity = 1; quantity <= 10; quantity++) {
      await purchase(one, player);
      expect(await read(other, player)).toEqual({ quantity, isHit: false });
      expect(await read(one, player)).toEqual({ quantity, isHit: true });
    }
  });

  it.each([
    ['stopped', () => redis.stop(), () => redis.start()],
    ['killed', () => redis.kill(), () => redis.start()],
    ['frozen', async () => redis.freeze(), async () => redis.thaw()],
    ['flushed', () => redis.flush(), async () => undefined],
  ])('fails no request while Redis is %s, and shows every purchase to its buyer', async (_, strike, mend) => {
    const players = await Promise.all(times(4, () => makeUser(one, { coins: 100_000 })));
    for (const player of players) await warm(player);

    const play = async (player: TestUser, app: TestApp, rounds: number) => {
      const before = await quantityIn(app, player);
      for (let bought = 1; bought <= rounds; bought++) {
        await purchase(app, player);
        expect(await quantityIn(app, player)).toBe(before + bought);
      }
    };
    const playAll = () => Promise.all(players.map((player, index) => play(player, index % 2 ? one : other, 25)));

    const during = playAll();
    await strike();
    await during;
    await playAll();
    await mend();
    await playAll();

    for (const player of players) {
      await warm(player);
      for (const app of [one, other]) expect(await quantityIn(app, player)).toBe(75);
    }
  });

  it('tells Redis what it missed before it is believed again', async () => {
    const [first, second] = await Promise.all(times(2, () => makeUser(one, { coins: 10_000 })));
    for (const player of [first, second]) await warm(player);
    redis.freeze();
    await purchase(one, first); // finds out that Redis is away
    await purchase(one, second); // is not even sent to it
    expect([await quantityIn(one, first), await quantityIn(one, second)]).toEqual([1, 1]);
    redis.thaw();
    // The other process noticed nothing, and what it finds in Redis is good for 5 minutes.
    for (const player of [first, second]) {
      await eventually(async () => expect(await quantityIn(other, player)).toBe(1));
      await warm(player);
      expect([await quantityIn(one, player), await quantityIn(other, player)]).toEqual([1, 1]);
    }
  });

  it('comes back by itself, also to connections of which it has heard nothing', async () => {
    const player = await makeUser(one, { coins: 10_000 });
    await redis.kill();
    expect((await read(one, player)).isHit).toBe(false);
    await redis.start();
    await warm(player);
  });
});

describeWithOwnRedis('a Redis that comes back with old memories', () => {
  beforeAll(setUp);
  afterAll(tearDown);

  it('is not believed', async () => {
    const player = await makeUser(one, { coins: 10_000 });
    await warm(player);
    await redis.command('save');
    await purchase(one, player);
    await redis.kill();
    await redis.start();
    await warm(player);
    expect([await quantityIn(one, player), await quantityIn(other, player)]).toEqual([1, 1]);
  });
});

describe('a Redis that was never there', () => {
  it('costs nobody an answer', async () => {
    const app = await startApp({ ROLE: 'api', REDIS_URL: 'redis://127.0.0.1:1' });
    await openShop(app);
    const player = await makeUser(app, { coins: 10_000 });
    for (let quantity = 1; quantity <= 10; quantity++) {
      await purchase(app, player);
      expect(await read(app, player)).toEqual({ quantity, isHit: false });
    }
    await app.close();
  });
});
