import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { CuttingProxy, type Fate } from './support/cutting-proxy';
import { createDatabase, type TestDatabase } from './support/database';
import { BOOST, buy, makeUser, openShop, times } from './support/players';

let database: TestDatabase;
let direct: TestApp;

beforeAll(async () => {
  database = await createDatabase();
  direct = await startApp({}, database);
  await openShop(direct);
});
afterAll(async () => {
  expect(await brokenLaws(database)).toEqual({});
  await direct.close();
  await database.drop();
});

/** The application with its connections cut at COMMIT as `fateOf` says. */
async function behindProxy(
  fateOf: (commit: number) => Fate,
  work: (app: TestApp, proxy: CuttingProxy) => Promise<void>,
) {
  await direct.close();
  const proxy = await CuttingProxy.start(database.url, fateOf);
  const app = await startApp({ ROLE: 'api' }, { ...database, url: proxy.url });
  try {
    await work(app, proxy);
  } finally {
    await app.close();
    await proxy.stop();
    direct = await startApp({}, database);
  }
}

describe.each(['lose the commit', 'lose the answer'] as const)('a connection that is cut at COMMIT (%s)', (fate) => {
  it.each([
    ['with a key', true],
    ['without a key', false],
  ])('loses and doubles no purchase, %s', async (_, keyed) => {
    const player = await makeUser(direct, { coins: 10_000 });
    await behindProxy(
      (commit) => (commit % 3 === 1 ? fate : 'pass'),
      async (app, proxy) => {
        const answers = await Promise.all(times(30, (n) => buy(app, player, BOOST.id, keyed ? { key: `k${n}` } : {})));
        const completed = answers.filter(({ status }) => status === 201);
        expect(proxy.cuts).toBeGreaterThan(0);
        expect(completed).toHaveLength(30);
        expect(new Set(completed.map(({ body }) => body.transaction.id)).size).toBe(30);
      },
    );
    const [{ bought }] = await database.query<{ bought: string }>(
      `select count(*) as bought from transactions where user_id = $1 and kind = 'purchase' and status = 'completed'`,
      [player.id],
    );
    expect(Number(bought)).toBe(30);
  });
});

it('tells that the outcome is unknown when the database stays away, and the key settles it later', async () => {
  const player = await makeUser(direct, { coins: 100 });
  await behindProxy(
    () => 'lose the answer',
    async (app) => {
      const { status, headers, body } = await buy(app, player, BOOST.id, { key: 'later' });
      expect([200, 201, 503]).toContain(status);
      if (status === 503) expect([headers.get('retry-after'), body.code]).toEqual(['1', 'service.outcome_unknown']);
    },
  );
  const settled = await buy(direct, player, BOOST.id, { key: 'later' });
  expect([settled.status, settled.body.balance]).toEqual([201, 0]);
});
