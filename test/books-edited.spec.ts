import { type TestApp, startApp } from './support/app';
import { brokenChecks, everythingSealed, Forger } from './support/forgery';
import { makeUser, openShop, type TestUser } from './support/players';
import { doEverything } from './support/traffic';

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
    await doEverything(app, player, finance);
  }
  await everythingSealed(app.database);
  await forger.keepCopies();
});
afterAll(() => app.close());

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
