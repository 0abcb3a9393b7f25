import { BooksService } from '../src/books/books.service';
import { SealKeys } from '../src/books/seal-keys';
import { Verification } from '../src/books/verification';
import { Config } from '../src/platform/config/config';
import { onSnapshot } from '../src/platform/database/snapshot';
import { Unavailable } from '../src/platform/errors/platform.errors';
import { type TestApp, startApp } from './support/app';
import { brokenLaws } from './support/books';
import { eventually } from './support/eventually';
import { brokenChecks, everythingSealed, reportOf } from './support/forgery';
import { BOOST, buy, call, makeUser, openShop, type TestUser, times } from './support/players';
import { doEverything } from './support/traffic';

const WRITERS = 8;
const CHECKS = [
  'balances',
  'quantities',
  'signs',
  'balance-chain',
  'sequence',
  'last-numbers',
  'time',
  'entry-transactions',
  'transactions',
  'keys',
  'fulfilments',
  'sealed-entries',
  'seal-ranges',
  'unsealed-entries',
  'circulation',
  'seal-chain',
  'seal-roots',
  'seal-signatures',
  'audit-log',
];

let app: TestApp;
let finance: TestUser;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
  finance = await makeUser(app, { role: 'finance' });
  for (let players = 0; players < 3; players++) {
    await doEverything(app, await makeUser(app, { coins: 10_000 }), finance);
  }
  await everythingSealed(app.database);
});
afterAll(() => app.close());

describe('the books', () => {
  it('balance after traffic of every kind, in all of their nineteen checks', async () => {
    const report = await reportOf(app, finance);
    expect(report.checks.map(({ name }) => name)).toEqual(CHECKS);
    expect(report.checks.filter(({ violations }) => violations > 0)).toEqual([]);
    expect(report.balanced).toBe(true);
    const [{ entries }] = await app.database.query<{ entries: number }>(
      'select count(*)::int as entries from ledger_entries',
    );
    expect(report).toMatchObject({ entries, players: 4 });
    const rows = Object.fromEntries(report.checks.map((check) => [check.name, check.rows]));
    expect(rows).toMatchObject({ 'balance-chain': entries, 'sealed-entries': entries, balances: 3, keys: 9 });
    expect(rows.transactions).toBe(3 * 13);
  });

  it('show what came into the world, what left it and what is there', async () => {
    const { circulation } = await reportOf(app, finance);
    const [{ held }] = await app.database.query<{ held: string }>(
      `select sum(balance)::text as held from wallets where currency = 'COIN'`,
    );
    const coins = circulation.find(({ asset }) => asset === 'COIN');
    expect(coins).toMatchObject({ circulation: held, minted: `${3 * (10_000 + 70 + 30 + 5)}` });
    expect(BigInt(coins?.minted ?? 0) - BigInt(coins?.burned ?? 0)).toBe(BigInt(held));
  });

  it('are shown to finance and admins only', async () => {
    const statusFor = async (role: 'player' | 'support' | 'finance' | 'admin') =>
      (await call(app, '/admin/books', { token: (await makeUser(app, { role })).token })).status;
    expect(await Promise.all((['player', 'support', 'finance', 'admin'] as const).map(statusFor))).toEqual([
      403, 403, 200, 200,
    ]);
    expect((await call(app, '/admin/books')).status).toBe(401);
  });

  it('are verified once for all who ask at the same time', async () => {
    const reports = await Promise.all(times(10, () => reportOf(app, finance)));
    expect(new Set(reports.map(({ at }) => at)).size).toBe(1);
  });

  it('say how far they are to whoever does not wait, and keep the report for whoever asks next', async () => {
    const books = app.get(BooksService);
    expect(await books.reportWithin(0)).toEqual({ entriesDone: 0, entriesTotal: 0 });
    const { at } = await books.verify().report;
    expect(await reportOf(app, finance)).toMatchObject({ at });
    expect((await reportOf(app, finance)).at).not.toBe(at);
  });

  it('are told of in the metrics', async () => {
    await reportOf(app, finance);
    const { text } = await call(app, '//metrics');
    expect(text).toContain('florin_books_violations{check="balances"} 0');
    expect(text).toMatch(/florin_books_verified_at 1\.?\d{8,}/);
  });
});

describe('while eight writers write', () => {
  it('the books stay green, and nobody waits for them', async () => {
    const writers = await Promise.all(times(WRITERS, () => makeUser(app, { coins: 100_000 })));
    let isWriting = true;
    const writing = writers.map(async (writer) => {
      const answers: number[] = [];
      while (isWriting) answers.push((await buy(app, writer, BOOST.id)).status);
      return answers;
    });
    for (let round = 0; round < 5; round++) expect(await brokenChecks(app, finance)).toEqual({});
    isWriting = false;
    const answers = (await Promise.all(writing)).flat();
    expect(new Set(answers)).toEqual(new Set([201]));
    expect(answers.length).toBeGreaterThan(WRITERS);
    await everythingSealed(app.database);
    expect(await brokenChecks(app, finance)).toEqual({});
    expect(await brokenLaws(app.database)).toEqual({});
  });

  it('a verification takes no lock that a writer waits for, and no transaction id that readers of events wait for', async () => {
    const config = Config.fromEnv({ DATABASE_URL: app.database.url, JWT_SECRET: 'unused', SEAL_KEY: 'unused too' });
    await onSnapshot(config, 'a test', async (snapshot) => {
      const progress = { entriesDone: 0, entriesTotal: 0 };
      await new Verification(snapshot, new SealKeys(config), 100, progress).run();
      const held = await snapshot.rows<{ mode: string }>(
        `select distinct mode from pg_locks where pid = pg_backend_pid() and locktype = 'relation'`,
      );
      expect(held).toEqual([{ mode: 'AccessShareLock' }]);
      const [{ id }] = await snapshot.rows<{ id: string | null }>('select pg_current_xact_id_if_assigned() as id');
      expect(id).toBeNull();
      await expect(snapshot.rows('delete from outbox_readers')).rejects.toThrow('read-only');
    });
  });
});

it('a verification that loses its connection says so, and the next one begins anew', async () => {
  await app.database.query('begin');
  await app.database.query('lock table ledger_seals in access exclusive mode'); // so that it is still under way
  const { report } = app.get(BooksService).verify();
  const lost = report.catch((error: unknown) => error);
  await eventually(async () => {
    const ended = await app.database.query<{ ended: boolean }>(
      `select pg_terminate_backend(pid) as ended from pg_locks where relation = 'ledger_seals'::regclass and not granted`,
    );
    expect(ended).toEqual([{ ended: true }]);
  });
  expect(await lost).toBeInstanceOf(Unavailable);
  await app.database.query('rollback');
  expect(await brokenChecks(app, finance)).toEqual({});
});
