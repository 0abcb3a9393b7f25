import { BooksService } from '../src/books/books.service';
import { SealKeys } from '../src/books/seal-keys';
import { Verification } from '../src/books/verification';
import { EconomyService } from '../src/economy/economy.service';
import { Config } from '../src/platform/config/config';
import { onSnapshot } from '../src/platform/database/snapshot';
import { type TestApp, startApp } from './support/app';
import { brokenLaws } from './support/books';
import { brokenChecks, everythingSealed, Forger, reportOf } from './support/forgery';
import { BOOST, buy, call, makeUser, openShop, POTION, PREMIUM, type TestUser, times } from './support/players';

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
  'sealed-entries',
  'seal-ranges',
  'unsealed-entries',
  'circulation',
  'seal-chain',
  'seal-roots',
  'seal-signatures',
];

let app: TestApp;
let forger: Forger;
let finance: TestUser;
let player: TestUser;

beforeAll(async () => {
  app = await startApp();
  forger = new Forger(app.database);
  await openShop(app);
  finance = await makeUser(app, { role: 'finance' });
  for (let players = 0; players < 3; players++) {
    player = await makeUser(app, { coins: 10_000 });
    await doEverything(player);
  }
  await everythingSealed(app.database);
  await forger.keepCopies();
});
afterAll(() => app.close());

/** Makes a transaction of every kind, failed ones, and one that several keys were tried on. */
async function doEverything(user: TestUser): Promise<void> {
  const economy = app.get(EconomyService);
  const parties = { userId: user.id, actorId: finance.id };
  const byStaff = { ...parties, grantId: null, approverId: null };
  await buy(app, user, BOOST.id, { key: `boost-${user.id}` });
  await buy(app, user, BOOST.id, { key: `boost-${user.id}` });
  await buy(app, user, POTION.id, { key: `potion-${user.id}`, body: { quantity: 3 } });
  await buy(app, user, PREMIUM.id, { body: { quantity: 1 } });
  expect((await buy(app, user, PREMIUM.id)).status).toBe(409);
  await economy.submit({ ...parties, kind: 'use', productId: POTION.id, quantity: 1 });
  await economy.submit({ ...parties, kind: 'earn', reason: 'a prize', currency: 'COIN', amount: 70 });
  await economy.submit({ ...byStaff, kind: 'grant', currency: 'COIN', amount: 30 });
  await economy.submit({ ...byStaff, kind: 'grant', productId: POTION.id, quantity: 2 });
  await economy.submit({ ...byStaff, kind: 'revoke', currency: 'COIN', amount: 10 });
  await economy.submit({ ...byStaff, kind: 'revoke', productId: POTION.id, quantity: 1 });
  const key = { key: `batch-${user.id}`, fingerprint: 'a batch' };
  await economy.submit({
    ...parties,
    kind: 'batch',
    idempotency: key,
    commands: [
      { ...parties, kind: 'add_funds', currency: 'COIN', amount: 5 },
      { ...parties, kind: 'purchase', productId: POTION.id, quantity: 1, currency: 'COIN' },
    ],
  });
}

describe('the books', () => {
  it('balance after traffic of every kind, in all of their seventeen checks', async () => {
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

/** `$1` is the player. */
const last = (what: string) =>
  `ledger_entries where user_id = $1 and seq = (select max(seq) from ledger_entries where user_id = $1 and ${what})`;
const one = (what: string) => `(select id from transactions where user_id = $1 and ${what} order by id limit 1)`;

/** What is edited by hand, the check that names it, and what it tells beside the player. */
const FORGERIES: Record<string, { sql: string; finds: Record<string, object> }> = {
  'the amount of an entry': {
    sql: `update ledger_entries set amount = amount + 1 where user_id = $1 and seq = 1`,
    finds: {
      balances: { currency: 'COIN' },
      'balance-chain': { seq: 1, amount: '10001', balanceAfter: '10000', expected: '10001' },
      transactions: { kind: 'add_funds', entries: 1, fitting: 0 },
      'sealed-entries': { seq: 1, finding: 'changed' },
    },
  },
  'the amount of an entry, beyond all numbers': {
    sql: `update ledger_entries set amount = -9223372036854775808 where user_id = $1 and seq = 1`,
    finds: { balances: {}, 'balance-chain': { seq: 1, expected: '-9223372036854775808' } },
  },
  'the balance after an entry': {
    sql: `update ledger_entries set balance_after = balance_after + 5 where user_id = $1 and seq = 1`,
    finds: { 'balance-chain': { seq: 1, balanceAfter: '10005' }, 'sealed-entries': { seq: 1, finding: 'changed' } },
  },
  'the counter-account of an entry': {
    sql: `update ledger_entries set counter_account = 'source:thin_air' where user_id = $1 and seq = 1`,
    finds: { transactions: { kind: 'add_funds', fitting: 0 }, 'sealed-entries': { seq: 1, finding: 'changed' } },
  },
  'the time of an entry': {
    sql: `update ledger_entries set created_at = created_at - interval '1 day' where user_id = $1 and seq = 2`,
    finds: { time: { seq: 2 }, 'sealed-entries': { seq: 2, finding: 'changed' } },
  },
  'the transaction of an entry': {
    sql: `update ledger_entries set transaction_id = gen_random_uuid() where user_id = $1 and seq = 1`,
    finds: { 'entry-transactions': { seq: 1, status: null }, transactions: { kind: 'add_funds', entries: 0 } },
  },
  'an entry, deleted': {
    sql: `delete from ledger_entries where user_id = $1 and seq = 2`,
    finds: { sequence: { seq: 3, expected: 2 }, 'sealed-entries': { seq: 2, finding: 'removed' } },
  },
  'the last entry, deleted': {
    sql: `delete from ${last('true')}`,
    finds: { 'last-numbers': {}, transactions: {}, 'sealed-entries': { finding: 'removed' } },
  },
  'a wallet': {
    sql: `update wallets set balance = balance + 1 where user_id = $1`,
    finds: { balances: { currency: 'COIN' }, circulation: { asset: 'COIN' } },
  },
  'a wallet, deleted': { sql: `delete from wallets where user_id = $1`, finds: { balances: { balance: '0' } } },
  'a wallet, negative': {
    sql: `alter table wallets drop constraint if exists wallets_balance_check; update wallets set balance = -1`,
    finds: { signs: { what: 'balance', asset: 'COIN', value: '-1' } },
  },
  'every wallet, beyond all numbers': {
    sql: `alter table wallets drop constraint if exists wallets_balance_check; update wallets set balance = 9223372036854775807`,
    finds: {
      balances: { balance: '9223372036854775807' },
      circulation: { asset: 'COIN', circulation: '27670116110564327421' },
    },
  },
  'entries of the least id there can be, which nobody has': {
    sql: `insert into ledger_entries (user_id, seq, transaction_id, currency, amount, balance_after, counter_account, created_at)
      values ('00000000-0000-0000-0000-000000000000', 1, gen_random_uuid(), 'COIN', 1, 1, 'source:top_up', now())`,
    finds: {
      balances: { userId: '00000000-0000-0000-0000-000000000000', balance: '0', entries: '1' },
      'last-numbers': {},
    },
  },
  'a wallet of the greatest id there can be, which nobody has': {
    sql: `insert into wallets values ('ffffffff-ffff-ffff-ffff-ffffffffffff', 'COIN', 1)`,
    finds: {
      balances: { userId: 'ffffffff-ffff-ffff-ffff-ffffffffffff', balance: '1', entries: '0' },
      circulation: {},
    },
  },
  'an item': {
    sql: `update inventory set quantity = quantity + 1 where user_id = $1`,
    finds: { quantities: {}, circulation: {} },
  },
  'the status of a transaction': {
    sql: `update transactions set status = 'failed', failure_code = 'x' where user_id = $1 and id = ${one(`kind = 'use'`)}`,
    finds: { transactions: { kind: 'use', status: 'failed' }, 'entry-transactions': { status: 'failed' } },
  },
  'a transaction, pending': {
    sql: `update transactions set status = 'pending' where user_id = $1 and id = ${one(`kind = 'use'`)}`,
    finds: { transactions: { kind: 'use', status: 'pending' } },
  },
  'the amount of a transaction': {
    sql: `update transactions set amount = amount + 1 where user_id = $1 and id = ${one(`kind = 'purchase' and status = 'completed'`)}`,
    finds: { transactions: { kind: 'purchase', expected: 2, fitting: 1 }, 'sealed-entries': { finding: 'changed' } },
  },
  'the actor of a transaction': {
    sql: `update transactions set actor_id = gen_random_uuid() where user_id = $1 and id = ${one(`kind = 'grant'`)}`,
    finds: { 'sealed-entries': { finding: 'changed' } },
  },
  'a transaction of an unknown kind': {
    sql: `update transactions set kind = 'gift' where user_id = $1 and id = ${one(`kind = 'grant'`)}`,
    finds: { transactions: { kind: 'gift', expected: null } },
  },
  'a key that points elsewhere': {
    sql: `update idempotency_keys set transaction_id = ${one(`kind = 'grant'`)} where user_id = $1 and key like 'boost-%'`,
    finds: { keys: { status: 'completed', sharing: 1 } },
  },
  'a key that points nowhere': {
    sql: `update idempotency_keys set transaction_id = gen_random_uuid() where user_id = $1 and key like 'boost-%'`,
    finds: { keys: { status: null } },
  },
  'two keys of one transaction': {
    sql: `insert into idempotency_keys select user_id, actor_id, 'another', fingerprint, transaction_id, status, answer,
      created_at from idempotency_keys where user_id = $1 and key like 'boost-%'`,
    finds: { keys: { sharing: 2 } },
  },
  'the last number of an account, beyond all numbers': {
    sql: `update accounts set last_seq = 9223372036854775807 where user_id = $1`,
    finds: { 'last-numbers': { lastSeq: '9223372036854775807' } },
  },
  'the last number of an account': {
    sql: `update accounts set last_seq = last_seq + 1 where user_id = $1`,
    finds: { 'last-numbers': {} },
  },
};

describe('what is edited by hand is found and named:', () => {
  afterEach(() => forger.putBack());

  it.each(Object.entries(FORGERIES))('%s', async (_, { sql, finds }) => {
    if (sql.includes('$1')) await forger.forge(sql, [player.id]);
    else await forger.forge(sql);
    const broken = await brokenChecks(app, finance);
    expect(Object.keys(broken)).toEqual(expect.arrayContaining(Object.keys(finds)));
    for (const [name, first] of Object.entries(finds)) {
      const subject = name === 'circulation' || !sql.includes('$1') ? {} : { userId: player.id };
      expect(broken[name].first).toMatchObject({ ...subject, ...first });
    }
  });

  it('and nothing once it is put right', async () => {
    expect(await brokenChecks(app, finance)).toEqual({});
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
    const config = Config.fromEnv({ DATABASE_URL: app.database.url, JWT_SECRET: 'unused', SEAL_KEY: 'unused' });
    await onSnapshot(config, 'a test', async (snapshot) => {
      const progress = { entriesDone: 0, entriesTotal: 0 };
      await new Verification(snapshot, new SealKeys(config), 100, progress).run();
      const held = await snapshot.rows<{ mode: string }>(
        `select distinct mode from pg_locks where pid = pg_backend_pid() and locktype <> 'virtualxid'`,
      );
      expect(held).toEqual([{ mode: 'AccessShareLock' }]);
      const [{ id }] = await snapshot.rows<{ id: string | null }>('select pg_current_xact_id_if_assigned() as id');
      expect(id).toBeNull();
      await expect(snapshot.rows('delete from outbox_readers')).rejects.toThrow('read-only');
    });
  });
});
