import { randomUUID } from 'node:crypto';
import { SEALED_COLUMNS } from '../src/books/entry-leaf';
import { SealKeys } from '../src/books/seal-keys';
import { SealSweep } from '../src/books/seal-sweep';
import { SealingService } from '../src/books/sealing.service';
import { type BooksReport, Verification } from '../src/books/verification';
import { Config } from '../src/platform/config/config';
import { onSnapshot } from '../src/platform/database/snapshot';
import { UnitOfWork } from '../src/platform/database/unit-of-work';
import { type TestApp, startApp } from './support/app';
import { eventually } from './support/eventually';
import { brokenChecks, everythingSealed, Forger, reportOf } from './support/forgery';
import { buy, makeUser, openShop, POTION, PREMIUM, type TestUser, times } from './support/players';

const SEAL_KEY = 'the key that signs the seals of this test';

let app: TestApp;
let forger: Forger;
let finance: TestUser;
let player: TestUser;

beforeAll(async () => {
  app = await startApp({ SEAL_KEY });
  forger = new Forger(app.database);
  await openShop(app);
  finance = await makeUser(app, { role: 'finance' });
  for (let players = 0; players < 4; players++) {
    player = await makeUser(app, { coins: 10_000 });
    await everythingSealed(app.database); // so that there are several seals
    await buy(app, player, POTION.id);
    await buy(app, player, PREMIUM.id);
    await everythingSealed(app.database);
  }
  await forger.keepCopies();
});
afterAll(() => app.close());

const query = <Row>(sql: string, params?: unknown[]) => app.database.query<Row>(sql, params);

async function columnsOf(table: string): Promise<{ name: string; type: string }[]> {
  return query(
    'select column_name as name, data_type as type from information_schema.columns where table_name = $1 and table_schema = $2',
    [table, 'public'],
  );
}

/** Another value of a type than the one that is there. */
const OTHER: Record<string, (column: string) => string> = {
  uuid: () => 'gen_random_uuid()',
  bigint: (column) => `coalesce(${column}, 0) + 1000`,
  text: (column) => `coalesce(${column}, '') || '.'`,
  bytea: (column) => `sha256(${column})`,
  'timestamp with time zone': (column) => `${column} + interval '1 microsecond'`,
};

describe('a sealed entry', () => {
  afterEach(() => forger.putBack());

  it('is found and named whichever of its columns is edited, or of its transaction’s', async () => {
    await query('alter table ledger_entries drop constraint ledger_entries_check');
    await query('alter table transactions drop constraint transactions_check');
    await query('alter table transactions drop constraint transactions_status_check');
    const edited: string[] = [];
    for (const table of ['ledger_entries', 'transactions']) {
      for (const { name, type } of await columnsOf(table)) {
        const row =
          table === 'ledger_entries'
            ? 'seq = 2'
            : 'id = (select transaction_id from ledger_entries where user_id = $1 and seq = 2)';
        await forger.forge(`update ${table} set ${name} = ${OTHER[type](name)} where user_id = $1 and ${row}`, [
          player.id,
        ]);
        const { 'sealed-entries': found } = await brokenChecks(app, finance);
        const isNamed =
          name === 'user_id' || name === 'id' || (found.first?.userId === player.id && found.first.seq === 2);
        expect([table, name, found.violations > 0 && isNamed]).toEqual([table, name, true]);
        edited.push(`${table}.${name}`);
        await forger.putBack();
      }
    }
    expect(edited).toHaveLength(Object.keys(SEALED_COLUMNS).length + 2); // the key of the transaction is in the entry
  });

  it('is found when it was removed, with all that follows from it made to fit', async () => {
    const [{ seq }] = await query<{ seq: number }>(
      'select max(seq)::int as seq from ledger_entries where user_id = $1',
      [player.id],
    );
    await forger.forge('delete from ledger_entries where user_id = $1 and seq = $2', [player.id, seq]);
    await forger.forge('update accounts set last_seq = last_seq - 1 where user_id = $1', [player.id]);
    const { 'sealed-entries': found, 'last-numbers': numbers } = await brokenChecks(app, finance);
    expect(found).toMatchObject({ violations: 1, first: { userId: player.id, seq, finding: 'removed' } });
    expect(numbers).toBeUndefined();
  });

  it('is found when a whole tail was rewritten so that every sum fits', async () => {
    await forger.forge(
      'update ledger_entries set amount = amount + 9, balance_after = balance_after + 9 where user_id = $1 and seq = 1',
      [player.id],
    );
    await forger.forge(
      `update ledger_entries set balance_after = balance_after + 9 where user_id = $1 and seq > 1 and currency = 'COIN'`,
      [player.id],
    );
    await forger.forge(`update transactions set amount = amount + 9 where user_id = $1 and kind = 'add_funds'`, [
      player.id,
    ]);
    await forger.forge('update wallets set balance = balance + 9 where user_id = $1', [player.id]);
    const broken = await brokenChecks(app, finance);
    expect(Object.keys(broken)).toEqual(['sealed-entries']);
    expect(broken['sealed-entries']).toMatchObject({
      violations: 3,
      first: { userId: player.id, seq: 1, finding: 'changed' },
    });
  });

  it('is found when it was put where no seal can be', async () => {
    await forger.forge('delete from ledger_seal_ranges where user_id = $1 and from_seq = 1', [player.id]);
    const broken = await brokenChecks(app, finance);
    expect(broken).toMatchObject({
      'sealed-entries': { first: { userId: player.id, seq: 1, finding: 'added' } },
      'seal-ranges': { first: { userId: player.id, expected: 1 } },
      'seal-roots': { violations: 1 },
    });
  });

  it('is found when the entry, its range and the head were all removed', async () => {
    for (const table of [
      'ledger_seal_ranges',
      'ledger_seal_heads',
      'ledger_entries',
      'transactions',
      'wallets',
      'inventory',
    ])
      await forger.forge(`delete from ${table} where user_id = $1`, [player.id]);
    await forger.forge('update accounts set last_seq = 0 where user_id = $1', [player.id]);
    expect(Object.keys(await brokenChecks(app, finance))).toEqual(['seal-roots']);
  });
});

describe('a seal', () => {
  afterEach(() => forger.putBack());

  it('is found whichever of its columns is edited', async () => {
    const columns = await columnsOf('ledger_seals');
    expect(columns).toHaveLength(8);
    for (const { name, type } of columns) {
      const value = name === 'id' ? '1000' : OTHER[type](name);
      await forger.forge(`update ledger_seals set ${name} = ${value} where id = 3`);
      const broken = await brokenChecks(app, finance);
      expect([name, Object.keys(broken).some((check) => /^seal-(chain|signatures)$/.test(check))]).toEqual([
        name,
        true,
      ]);
      await forger.putBack();
    }
  });

  it.each([1, 3])('number %i is missed when it was removed', async (id) => {
    await forger.forge('delete from ledger_seals where id = $1', [id]);
    const { 'seal-chain': found } = await brokenChecks(app, finance);
    expect(found.first).toEqual({ sealId: `${id}`, finding: 'removed', next: `${id + 1}` });
  });

  it('is missed when it was the last, as long as it had ranges; and the report tells how to notice without them', async () => {
    const { lastSeal } = await reportOf(app, finance);
    await forger.forge('delete from ledger_seals where id = $1', [lastSeal?.id]);
    expect(await brokenChecks(app, finance)).toMatchObject({
      'seal-chain': { first: { sealId: lastSeal?.id, finding: 'removed' } },
    });
    const cut = await reportOf(app, finance);
    expect(Number(cut.lastSeal?.id)).toBe(Number(lastSeal?.id) - 1);
    expect(cut.lastSeal?.digest).not.toBe(lastSeal?.digest);
  });

  it('is found when it was made anew without our key, with all after it', async () => {
    const report = await verifiedWith({ SEAL_KEY: 'a key that somebody else made up for this' });
    const seals = await query('select from ledger_seals');
    expect(report.checks.find(({ name }) => name === 'seal-signatures')).toMatchObject({
      violations: seals.length,
      first: { sealId: '1', finding: 'signed with a key that is not ours' },
    });
  });

  it('is good for ever with the key that signed it, once that is retired', async () => {
    expect((await verifiedWith({ SEAL_KEY: 'the next key', SEAL_KEYS_RETIRED: `another,${SEAL_KEY}` })).balanced).toBe(
      true,
    );
  });

  it('is in the chain that it was noted of, and not in one whose end was cut off', async () => {
    const { lastSeal } = await reportOf(app, finance);
    const head = () => verifiedWith({ SEAL_KEY }, lastSeal?.digest);
    expect((await head()).balanced).toBe(true);
    await forger.forge('delete from ledger_seal_ranges where seal_id = $1', [lastSeal?.id]);
    await forger.forge('delete from ledger_seals where id = $1', [lastSeal?.id]);
    const cut = (await head()).checks.find(({ name }) => name === 'seal-head');
    expect(cut).toMatchObject({ violations: 1, first: { digest: lastSeal?.digest } });
  });

  async function verifiedWith(keys: Record<string, string>, notedHead?: string): Promise<BooksReport> {
    const config = Config.fromEnv({
      DATABASE_URL: app.database.url,
      JWT_SECRET: 'unused',
      FLORIN_DATA: '/nonexistent',
      ...keys,
    });
    const progress = { entriesDone: 0, entriesTotal: 0 };
    return onSnapshot(config, 'a test', (snapshot) =>
      new Verification(snapshot, new SealKeys(config), 2, progress, notedHead).run(),
    );
  }
});

describe('sealing', () => {
  it('comes to every entry soon, in seals numbered from one, and tells of each', async () => {
    const { balanced, checks } = await reportOf(app, finance);
    expect(balanced).toBe(true);
    const rows = Object.fromEntries(checks.map((check) => [check.name, check.rows]));
    expect(rows['sealed-entries']).toBe(4 * 5);
    expect(rows['seal-chain']).toBeGreaterThanOrEqual(8);
    const [{ told }] = await query<{ told: number }>(
      `select count(*)::int as told from outbox_events, json_array_elements(events) e where e->>'type' = 'ledger.sealed'`,
    );
    expect(told).toBe(rows['seal-chain']);
  });

  it('takes up what no event told of, in seals of bounded size', async () => {
    await addByHand(randomUUID(), 50_000);
    await app.get(SealSweep).run();
    const seals = await query<{ entries: number }>('select entries::int from ledger_seals order by id desc limit 3');
    expect(seals.map(({ entries }) => entries)).toEqual([10_000, 20_000, 20_000]);
    const { checks } = await reportOf(app, finance);
    expect(checks.filter(({ name, violations }) => /seal/.test(name) && violations > 0)).toEqual([]);
  });

  it('makes one chain however many workers seal the same players at once', async () => {
    const users = times(8, () => randomUUID());
    for (const user of users) await addByHand(user, 10);
    const [sealing, unitOfWork] = [app.get(SealingService), app.get(UnitOfWork)];
    const sealed = await Promise.all(times(6, () => unitOfWork.run((tx) => sealing.seal(tx, users))));
    expect(sealed.toSorted((one, other) => one - other)).toEqual([0, 0, 0, 0, 0, 80]);
    const { checks } = await reportOf(app, finance);
    expect(checks.filter(({ name, violations }) => /seal/.test(name) && violations > 0)).toEqual([]);
  });

  it('leaves nobody behind who has much more than the others of a window', async () => {
    const users = times(50, () => randomUUID());
    for (const [index, user] of users.entries()) await addByHand(user, index === 0 ? 5_000 : 2);
    const sealed = await app.get(UnitOfWork).run((tx) => app.get(SealingService).seal(tx, users));
    expect(sealed).toBe(5_000 + 49 * 2);
  });

  it('stops before a number that is missing, and goes on with everybody else', async () => {
    const [gapped, other] = [randomUUID(), randomUUID()];
    for (const user of [gapped, other]) await addByHand(user, 10);
    await forger.forge('delete from ledger_entries where user_id = $1 and seq = 5', [gapped]);
    await app.get(SealSweep).run();
    const heads = await query('select seq::int from ledger_seal_heads where user_id = any($1)', [[gapped, other]]);
    expect(heads).toEqual([{ seq: 10 }]);
  });

  it('that passed an entry over shows after ten minutes', async () => {
    expect((await brokenChecks(app, finance))['unsealed-entries']).toBeUndefined();
    await forger.forge(`update ledger_seals set sealed_at = now() - interval '11 minutes'`);
    await eventually(async () => {
      expect((await brokenChecks(app, finance))['unsealed-entries']).toMatchObject({
        violations: 9,
        first: { seq: 1 },
      });
    });
  });

  /** Entries as they would be in a ledger older than seals. */
  async function addByHand(user: string, entries: number): Promise<void> {
    await query(`insert into users (id, username, role) values ($1::uuid, $1::text, 'player')`, [user]);
    await query('insert into accounts (user_id, last_seq) values ($1, $2)', [user, entries]);
    await query(
      `insert into ledger_entries (user_id, seq, transaction_id, currency, amount, balance_after, counter_account, created_at)
       select $1, n, gen_random_uuid(), 'COIN', 1, n, 'source:top_up', now() - interval '1 day' from generate_series(1, $2) n`,
      [user, entries],
    );
  }
});
