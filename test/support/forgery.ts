import type { BooksReport } from '../../src/books/verification';
import type { CheckResult } from '../../src/books/check';
import type { TestDatabase } from './database';
import { eventually } from './eventually';
import { call, type TestUser } from './players';

const TABLES = [
  'accounts',
  'wallets',
  'inventory',
  'transactions',
  'ledger_entries',
  'idempotency_keys',
  'ledger_seals',
  'ledger_seal_ranges',
  'ledger_seal_heads',
];

/** Somebody with the database's highest rights, who switches the triggers off first. */
export class Forger {
  constructor(private readonly database: TestDatabase) {}

  async forge(sql: string, params: unknown[] = []): Promise<void> {
    await this.database.query('set session_replication_role = replica');
    await this.database.query(sql, params);
    await this.database.query('reset session_replication_role');
  }

  async keepCopies(): Promise<void> {
    await this.database.query('create schema kept');
    for (const table of TABLES) await this.database.query(`create table kept.${table} as table ${table}`);
  }

  async putBack(): Promise<void> {
    for (const table of TABLES) {
      await this.forge(`delete from ${table}`);
      await this.forge(`insert into ${table} select * from kept.${table}`);
    }
  }
}

export async function reportOf(app: { url: string }, reader: TestUser): Promise<BooksReport> {
  const { status, body } = await call<BooksReport & Record<string, unknown>>(app, '/admin/books', {
    token: reader.token,
  });
  expect(status).toBe(200);
  return body;
}

/** The checks that found something, by their names. */
export async function brokenChecks(app: { url: string }, reader: TestUser): Promise<Record<string, CheckResult>> {
  const { checks, balanced } = await reportOf(app, reader);
  const broken = checks.filter(({ violations }) => violations > 0);
  expect(balanced).toBe(broken.length === 0);
  return Object.fromEntries(broken.map((check) => [check.name, check]));
}

/** Until the seals have come to the last entry of everybody. */
export async function everythingSealed(database: TestDatabase): Promise<void> {
  await eventually(async () => {
    const unsealed = await database.query(`
      select from accounts a left join ledger_seal_heads h on h.user_id = a.user_id where a.last_seq <> coalesce(h.seq, 0)`);
    expect(unsealed).toEqual([]);
  });
}
