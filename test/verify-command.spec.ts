import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BooksReport } from '../src/books/verification';
import { createDatabase, type TestDatabase } from './support/database';
import { florin } from './support/florin-command';
import { Forger } from './support/forgery';

const LONG = process.env.LONG === 'true';
const PLAYERS = 200;
const ENTRIES = LONG ? 1_000_000 : 40_000;
const GIANT = LONG ? 300_000 : 10_000;
const MEMORY_BYTES = 300_000_000;

let database: TestDatabase;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'florin-verify-'));
  env = {
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    FLORIN_DATA: folder,
    JWT_SECRET: 'a secret that only tests know, and long',
    SEAL_KEY: 'the key that signs the seals of this test',
  };
  for (let player = 0; player < PLAYERS; player++) await addPlayer(ENTRIES / PLAYERS);
  await addPlayer(GIANT);
  await database.query('analyze');
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** As many top-ups of one coin each. */
async function addPlayer(entries: number): Promise<void> {
  const id = randomUUID();
  await database.query(`insert into users (id, username, role) values ($1::uuid, $1::text, 'player')`, [id]);
  await database.query('insert into accounts (user_id, last_seq) values ($1, $2)', [id, entries]);
  await database.query(`insert into wallets (user_id, currency, balance) values ($1, 'COIN', $2)`, [id, entries]);
  await database.query(
    `with made as (
       insert into transactions (user_id, id, kind, status, currency, amount, source, actor_id, created_at)
       select $1::uuid, md5($1::text || n)::uuid, 'add_funds', 'completed', 'COIN', 1, 'source:top_up', $1::uuid,
         now() - interval '1 day' + n * interval '1 ms'
       from generate_series(1, $2::int) n
     )
     insert into ledger_entries (user_id, seq, transaction_id, currency, amount, balance_after, counter_account, created_at)
     select $1::uuid, n, md5($1::text || n)::uuid, 'COIN', 1, n, 'source:top_up',
       now() - interval '1 day' + n * interval '1 ms' from generate_series(1, $2::int) n`,
    [id, entries],
  );
}

describe('npm run florin -- verify', () => {
  it(`proves ${ENTRIES + GIANT} entries in bounded memory, writes nothing, and ends with 0`, async () => {
    const { code, stdout, stderr, peakBytes } = await florin(['verify'], env);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^([\d,]+ of [\d,]+ entries \(\d+ %\)\n)*$/);
    expect(stdout).toContain(`${PLAYERS + 1} players, ${(ENTRIES + GIANT).toLocaleString('en')} entries`);
    expect(stdout.match(/^✓/gm)).toHaveLength(19);
    expect(stdout).not.toContain('✗');
    expect(stdout).toContain(`COIN: ${ENTRIES + GIANT} minted − 0 burned, ${ENTRIES + GIANT} in circulation`);
    expect(stdout).toContain('Nothing is sealed yet.');
    expect(peakBytes).toBeLessThan(MEMORY_BYTES);
    expect(await database.query('select from ledger_seals')).toEqual([]);
  });

  it('gives one document with --json', async () => {
    const { code, stdout } = await florin(['verify', '--json'], env);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as BooksReport;
    expect(report).toMatchObject({ balanced: true, players: PLAYERS + 1, entries: ENTRIES + GIANT, lastSeal: null });
    expect(report.checks).toHaveLength(19);
  });

  it('finds a seal that was noted elsewhere, and is red without it', async () => {
    const sealed = await florin(['verify', '--json', '--head', 'A'.repeat(64)], env);
    expect(sealed.code).toBe(1);
    const { checks } = JSON.parse(sealed.stdout) as BooksReport;
    expect(checks.find(({ name }) => name === 'seal-head')).toMatchObject({
      violations: 1,
      first: { digest: 'a'.repeat(64) },
    });
    expect((await florin(['verify', '--head', 'abc'], env)).code).not.toBe(0);
  });

  it('ends with 1 and says what it found, in words and with --json', async () => {
    const [{ id }] = await database.query<{ id: string }>(
      `update wallets set balance = balance + 1 where user_id = (select user_id from wallets order by user_id limit 1)
       returning user_id as id`,
    );
    await new Forger(database).forge('update ledger_entries set balance_after = 3 where user_id = $1 and seq = 2', [
      id,
    ]);
    const told = await florin(['verify'], env);
    expect(told.code).toBe(1);
    expect(told.stderr).toContain('The books do not balance: balances, balance-chain, circulation.');
    expect(told.stdout).toMatch(/✗ .*balances: entries sum to the balance.*\n +1 violations, the first: .*"COIN"/);
    const { code, stdout } = await florin(['verify', '--json'], env);
    const { balanced, checks } = JSON.parse(stdout) as BooksReport;
    expect({ code, balanced }).toEqual({ code: 1, balanced: false });
    expect(checks.find(({ name }) => name === 'balance-chain')).toMatchObject({
      violations: 2,
      first: { userId: id, seq: 2, balanceAfter: '3', expected: '2' },
    });
  });

  it('ends with 2 when asked for what it does not know', async () => {
    expect(await florin(['verify', '--xml'], env)).toMatchObject({ code: 2, stdout: '' });
  });
});
