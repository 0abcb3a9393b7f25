import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config } from '../../src/platform/config/config';
import { backUp } from '../../src/platform/database/backup';
import { restore } from '../../src/platform/database/restore';
import { startApp, type TestApp } from './app';
import { createDatabase, type TestDatabase } from './database';
import { eventually } from './eventually';
import { BOOST, buy, makeUser, openShop, POTION, type TestUser, times } from './players';

/** A folder for backups and the databases that they are restored into; `clear` removes them all. */
export class Backups {
  readonly folder = mkdtempSync(join(tmpdir(), 'florin-backup-'));
  private readonly databases: TestDatabase[] = [];
  private files = 0;

  /** A name that no file has. */
  path(): string {
    return join(this.folder, `${this.files++}.backup`);
  }

  /** Without tables, unless it is asked to be migrated. */
  async emptyDatabase({ empty = true } = {}): Promise<TestDatabase> {
    const database = await createDatabase({ empty });
    this.databases.push(database);
    return database;
  }

  async backUp(database: TestDatabase, path = this.path(), tell: (line: string) => void = () => undefined) {
    await backUp(this.configOf(database), path, tell);
    return path;
  }

  async restore(path: string, into?: TestDatabase): Promise<TestDatabase> {
    const database = into ?? (await this.emptyDatabase());
    await restore(this.configOf(database), path, () => undefined);
    return database;
  }

  configOf({ url, ownerUrl }: TestDatabase): Config {
    const env = { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl, JWT_SECRET: 'unused', FLORIN_DATA: this.folder };
    return Config.fromEnv(env).withRole('command');
  }

  async clear(): Promise<void> {
    await Promise.all(this.databases.map((database) => database.drop()));
    rmSync(this.folder, { recursive: true });
  }
}

export interface BusyShop {
  app: TestApp;
  database: TestDatabase;
  players: TestUser[];
}

/** A shop with a past, of which the readers of the outbox have seen the first half. Its app serves, as `api`. */
export async function openBusyShop(): Promise<BusyShop> {
  const first = await startApp();
  const { database } = first;
  await openShop(first);
  const players = await Promise.all(times(10, () => makeUser(first, { coins: 10_000 })));
  await trade(first, players);
  await eventually(async () => expect(await salesCounted(database)).toBe(20));
  await first.app.close();
  const app = await startApp({ ROLE: 'api' }, database);
  await trade(app, players);
  return { app, database, players };
}

/** Two purchases of each, and one that fails. */
async function trade(app: TestApp, players: readonly TestUser[]): Promise<void> {
  for (const player of players) {
    expect((await buy(app, player, BOOST.id)).status).toBe(201);
    expect((await buy(app, player, POTION.id)).status).toBe(201);
    expect((await buy(app, player, BOOST.id, { body: { quantity: 1_000_000 } })).status).toBe(402);
  }
}

export async function tablesOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ name: string }>(`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`);
  return rows.map(({ name }) => name);
}

/** What every table holds, in a word each, whatever the order of its rows; sequences too. */
export async function contentOf(database: TestDatabase): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for (const table of await tablesOf(database)) {
    const columns = table === 'migrations' ? 'timestamp, name' : '*';
    const [{ digest }] = await database.query<{ digest: string }>(`
      select count(*) || ' ' || coalesce(md5(string_agg(t::text, ';' order by t::text)), '') as digest
      from (select ${columns} from ${table}) t`);
    content[table] = digest;
  }
  const sequences = await database.query<{ name: string; value: string | null }>(
    `select sequencename as name, last_value::text as value from pg_sequences where schemaname = 'public'`,
  );
  for (const { name, value } of sequences) content[name] = `${value}`;
  return content;
}

export async function count(database: TestDatabase, from: string): Promise<number> {
  return Number((await database.query<{ count: string }>(`select count(*) from ${from}`))[0].count);
}

export function purchases(database: TestDatabase): Promise<number> {
  return count(database, `transactions where kind = 'purchase' and status = 'completed'`);
}

/** What a reader of the outbox has counted; each completed purchase must be in it once. */
export async function salesCounted(database: TestDatabase): Promise<number> {
  const [{ sum }] = await database.query<{ sum: string | null }>('select sum(purchases) as sum from product_sales');
  return Number(sum ?? 0);
}

/** A Florin on the database, with its background work, while `work` runs. */
export async function serving(database: TestDatabase, work: (app: TestApp) => Promise<void>): Promise<void> {
  const app = await startApp({}, database);
  try {
    await work(app);
  } finally {
    await app.close();
  }
}
