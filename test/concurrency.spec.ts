import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';
import { balanceOf, BOOST, buy, call, makeUser, openShop, PREMIUM, times } from './support/players';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
});
afterAll(async () => {
  expect(await brokenLaws(app.database)).toEqual({});
  await app.close();
});

function countByStatus(answers: readonly { status: number }[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe('many commands of one player at once', () => {
  it('lets exactly one of 200 purchases succeed when there is money for one', async () => {
    const player = await makeUser(app, { coins: 100 });
    const answers = await Promise.all(times(200, () => buy(app, player, BOOST.id)));
    expect(countByStatus(answers)).toEqual({ 201: 1, 402: 199 });
    expect(await balanceOf(app, player)).toBe(0);
  });

  it('sells a permanent product once to 100 who want it at once', async () => {
    const player = await makeUser(app, { coins: 100_000 });
    const answers = await Promise.all(times(100, () => buy(app, player, PREMIUM.id)));
    expect(countByStatus(answers)).toEqual({ 201: 1, 409: 99 });
    expect(await balanceOf(app, player)).toBe(99_500);
  });

  it('makes no coin of spending, using and topping up at once', async () => {
    const player = await makeUser(app, { coins: 5_000 });
    await Promise.all(
      times(150, (n) => {
        if (n % 3 === 0) return buy(app, player, BOOST.id);
        if (n % 3 === 1) return call(app, `/products/${BOOST.id}/use`, { token: player.token, body: {} });
        return call(app, '/users/me/add-funds', { token: player.token, key: `k${n}`, body: { amount: 7 } });
      }),
    );
    expect(await balanceOf(app, player)).toBe(5_000 - 50 * 100 + 50 * 7);
  });

  it('fails nobody else when one account is held by somebody outside the engine', async () => {
    const [held, ...others] = await Promise.all(times(9, () => makeUser(app, { coins: 100 })));
    await app.database.query('begin');
    await app.database.query('select from accounts where user_id = $1 for update', [held.id]);
    const answers = await Promise.all([held, ...others].map((player) => buy(app, player, BOOST.id)));
    await app.database.query('rollback');
    expect(answers.map(({ status }) => status)).toEqual([503, ...times(8, () => 201)]);
    expect(answers[0].body.code).toBe('economy.account_busy');
    expect(answers[0].headers.get('retry-after')).not.toBeNull();
    expect((await buy(app, held, BOOST.id)).status).toBe(201);
  });
});

it('tells everybody at once to try again when the database takes too long, and charges nobody', async () => {
  const players = await Promise.all(times(3, () => makeUser(app, { coins: 100 })));
  await app.database.query(`
    create function dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(11); return null; end $$;
    create trigger dawdle before insert on transactions for each statement execute function dawdle()`);
  const answers = await Promise.all(players.map((player) => buy(app, player, BOOST.id)));
  await app.database.query('drop trigger dawdle on transactions; drop function dawdle');
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(times(3, () => [503, 'service.unavailable']));
  expect(await Promise.all(players.map((player) => balanceOf(app, player)))).toEqual([100, 100, 100]);
});

describeWithRedis('two processes on one database', () => {
  let redis: TestRedis;
  let both: TestApp[];

  beforeAll(async () => {
    redis = await startRedis();
    both = [
      await startApp({ REDIS_URL: redis.url }, app.database),
      await startApp({ REDIS_URL: redis.url }, app.database),
    ];
  });
  afterAll(async () => {
    for (const each of both) await each.close();
    await redis.remove();
  });

  it('let exactly one of 200 purchases succeed when there is money for one', async () => {
    const player = await makeUser(both[0], { coins: 100 });
    const answers = await Promise.all(times(200, (n) => buy(both[n % 2], player, BOOST.id)));
    expect(countByStatus(answers)).toEqual({ 201: 1, 402: 199 });
  });

  it('have one effect and 50 identical answers for 50 copies of one request', async () => {
    const player = await makeUser(both[0], { coins: 1_000 });
    const answers = await Promise.all(times(50, (n) => buy(both[n % 2], player, BOOST.id, { key: 'one' })));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(countByStatus(answers)).toEqual({ 201: 50 });
    expect(await balanceOf(both[1], player)).toBe(900);
  });
});
