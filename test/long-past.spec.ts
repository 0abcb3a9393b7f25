import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { BEGINNING, balancesOf, ledgerOf, minute, rowsReadFor, seqsOf, withLongPast } from './support/ledger';
import { call, makeUser, type TestUser } from './support/players';

let app: TestApp;
let player: TestUser;

beforeAll(async () => {
  app = await startApp({ ROLE: 'api' });
  await call(app, '/currencies', {
    token: (await makeUser(app, { role: 'admin' })).token,
    body: { code: 'GEM', name: 'Gem', maxBalance: 1_000_000 },
  });
  player = await withLongPast(app);
});
afterAll(async () => {
  expect(await brokenLaws(app.database)).toEqual({});
  await app.close();
});

describe('A long past', () => {
  it.each([
    ['before everything', -1, 0],
    ['at the first entry', 2, 2],
    ['a moment before an entry', 1_999.99, 1_998],
    ['at an entry', 2_000, 2_000],
    ['between entries', 2_001, 2_000],
    ['at the last entry', 5_000, 5_000],
    ['afterwards', 9_000, 5_000],
    ['in the future', 10_000_000, 5_000],
  ])('is told as it stood %s', async (_, minutes, entries) => {
    const at = minute(minutes);
    const { body } = await balancesOf(app, player, `?at=${at}`);
    const gems = Math.floor(entries / 1_000);
    expect(body).toEqual({
      userId: player.id,
      at,
      balance: entries - gems,
      balances: { COIN: entries - gems, GEM: gems },
    });
  });

  it('is cut by time at the entry it says, from the first that is not before to the last that is', async () => {
    const between = async (query: string) => {
      const found = seqsOf(await ledgerOf(app, player, `?limit=100&${query}`));
      return [found.length, found.at(-1), found[0]];
    };
    expect(await between(`since=${minute(3_000)}&until=${minute(3_010)}`)).toEqual([10, 2_999, 3_008]);
    expect(await between(`since=${minute(2_999)}&until=${minute(3_009)}`)).toEqual([10, 2_999, 3_008]);
    expect(await between(`since=${minute(4_999)}`)).toEqual([2, 4_999, 5_000]);
    expect(await between(`until=${minute(3)}`)).toEqual([2, 1, 2]);
    expect(await between(`since=${minute(5_001)}`)).toEqual([0, undefined, undefined]);
    expect(await between(`since=${minute(3_010)}&until=${minute(3_000)}`)).toEqual([0, undefined, undefined]);
    expect(await between('since=0001-01-01')).toEqual([100, 4_901, 5_000]);
    expect(await between('until=0001-01-01')).toEqual([0, undefined, undefined]);
    const page = await ledgerOf(app, player, `?limit=3&until=${minute(100)}`);
    const next = await ledgerOf(app, player, `?limit=3&until=${minute(100)}&cursor=${page.body.nextCursor}`);
    expect([seqsOf(page), seqsOf(next)]).toEqual([
      [98, 97, 96],
      [95, 94, 93],
    ]);
  });

  it('is the same in the history, although its ids only nearly tell the time', async () => {
    const history = async (query: string) => {
      const { body, status } = await call<{ items: { createdAt: string }[] }>(
        app,
        `/users/me/transactions?limit=100&${query}`,
        { token: player.token },
      );
      expect(status).toBe(200);
      return body.items.map(({ createdAt }) => createdAt);
    };
    const found = await history(`since=${minute(3_000)}&until=${minute(3_010)}`);
    expect(found).toEqual([3_008, 3_006, 3_004, 3_002, 3_000].map(minute));
    expect(await history('since=0001-01-01')).toHaveLength(100);
    expect(await history('until=0001-01-01')).toEqual([]);

    const late = await makeUser(app);
    await app.database.query(
      `insert into transactions (user_id, id, kind, status, failure_code, actor_id, created_at)
       select $1, (lpad(to_hex($2::bigint + shift), 12, '0') || '70008000000000000000')::uuid, 'use', 'failed', 'x.y', $1,
         to_timestamp($2::bigint / 1000) from unnest(array[-600000, 600000]) as shift`,
      [late.id, BEGINNING],
    );
    const { body } = await call<{ items: unknown[] }>(
      app,
      `/users/me/transactions?since=${minute(0)}&until=${minute(0.01)}`,
      { token: late.token },
    );
    expect(body.items).toHaveLength(2);
  });

  it.each([
    ['a page in the middle', `/ledger?limit=10&since=${minute(1_000)}&until=${minute(2_500)}`, 100],
    ['a page by its cursor', `/ledger?limit=10&cursor=${Buffer.from('[2500]').toString('base64url')}`, 50],
    ['the first page', '/ledger?limit=10', 50],
    ['the balances in the middle', `/balance?at=${minute(2_500)}`, 1_200],
    ['the balances near the beginning', `/balance?at=${minute(20)}`, 100],
    ['the balances of now', `/balance?at=${minute(6_000)}`, 50],
    ['a history in the middle', `/transactions?limit=10&since=${minute(1_000)}&until=${minute(1_100)}`, 400],
  ])('is not read whole for %s', async (_, path, most) => {
    const read = await rowsReadFor(app, `/users/me${path}`, player);
    expect(read.sequential).toEqual([]);
    expect(read.rows).toBeLessThan(most);
  });
});
