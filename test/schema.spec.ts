import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { Config } from '../src/platform/config/config';
import { dataSourceOptions } from '../src/platform/database/data-source';
import { isMigrated, migrate } from '../src/platform/database/migrate';
import { startApp, type TestApp } from './support/app';
import { createDatabase, type TestDatabase } from './support/database';

/** Tables that are not a player's own: who is who, what is sold, and the plumbing. */
const DIRECTORY_TABLES = [
  'users',
  'sessions',
  'refresh_tokens',
  'password_resets',
  'api_keys',
  'guest_devices',
  'external_identities',
  'currencies',
  'products',
  'prices',
  'product_sales',
  'economy_flows',
  'economy_days',
  'reward_rules',
  'grant_budgets',
  'ledger_seals',
  'payment_notifications',
  'payme_transactions',
  'refused_notifications',
  'product_contents',
  'product_stock',
  'economy_counted',
  'event_counts',
  /^pipeline_/,
  'reconciliation_cases',
  'track_clicks',
  'click_salts',
  'click_counts',
  'click_campaigns',
  'campaign_costs',
  'socket_tickets',
  'demonstration_history',
  'migrations',
  'cron_runs',
  /^outbox_/,
  /^webhook_/,
  /^audit_/,
];

/** What is only ever added to, and one column of each. */
const APPEND_ONLY = { transactions: 'amount', ledger_entries: 'amount', audit_log: 'action' };

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

describe('the schema', () => {
  it('is what the entities say', async () => {
    const app: TestApp = await startApp({}, database);
    try {
      const entities = app.get(DataSource).options.entities;
      const owner = await new DataSource({
        type: 'postgres',
        url: database.ownerUrl,
        entities,
        installExtensions: false,
      }).initialize();
      const { upQueries } = await owner.driver.createSchemaBuilder().log();
      await owner.destroy();
      const drift = upQueries.map(({ query }) => query).filter((query) => !keptBySql(query));
      expect(drift).toEqual([]);
    } finally {
      await app.close();
    }
  });

  it('comes into being on an empty database, by several processes at once, and only once', async () => {
    const empty = await createDatabase({ empty: true });
    const config = Config.fromEnv({
      DATABASE_URL: empty.url,
      DATABASE_OWNER_URL: empty.ownerUrl,
      JWT_SECRET: 'unused',
      FLORIN_DATA: '/nonexistent',
    });
    await Promise.all([migrate(config), migrate(config), migrate(config)]);
    await migrate(config);
    const applied = await empty.query<{ name: string }>('select name from migrations');
    expect(new Set(applied.map(({ name }) => name)).size).toBe(applied.length);

    const dataSource = await new DataSource({ ...dataSourceOptions(config), entities: [] }).initialize();
    expect(await isMigrated(dataSource)).toBe(true);
    await empty.query('delete from migrations where id = (select max(id) from migrations)');
    expect(await isMigrated(dataSource)).toBe(false);
    await dataSource.destroy();
    await empty.drop();
  });

  it('begins every key and unique constraint of a player’s table with user_id', async () => {
    const indexes = await database.query<{ table: string; first: string; owned: boolean }>(`
      select t.relname as table, a.attname as first,
        exists (select from pg_attribute where attrelid = t.oid and attname = 'user_id') as owned
      from pg_index i join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
      left join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
      where n.nspname = 'public' and i.indisunique`);
    const isDirectory = (table: string) =>
      DIRECTORY_TABLES.some((name) => (typeof name === 'string' ? name === table : name.test(table)));
    const wrong = indexes.filter(({ table, first, owned }) => !isDirectory(table) && !(owned && first === 'user_id'));
    expect(wrong).toEqual([]);
    expect(indexes.filter(({ owned }) => owned).length).toBeGreaterThanOrEqual(6);
  });

  describe.each(Object.entries(APPEND_ONLY))('keeps %s as it was written', (table, column) => {
    it.each([`update ${table} set ${column} = ${column}`, `delete from ${table}`, `truncate ${table}`])(
      'and refuses %s, to the owner by a trigger and to the application by its rights',
      async (sql) => {
        await expect(database.query(sql)).rejects.toThrow(`${table} is append-only`);
        await expect(asApplication(sql)).rejects.toThrow('permission denied');
      },
    );

    it('so that the application may only add to it', async () => {
      const [rights] = await database.query<{ held: string[] }>(
        `select array_agg(privilege) as held
         from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) as privilege
         where has_table_privilege('florin_test_app', $1, privilege)
           or privilege = 'update' and has_any_column_privilege('florin_test_app', $1, 'update')`,
        [table],
      );
      expect(rights.held).toEqual(['select', 'insert']);
    });
  });

  it('refuses to exchange what the audit log says, and to take away what is about nobody', async () => {
    const digest = 'x';
    await database.query(
      `insert into audit_log (id, at, actor_id, actor_role, action, request_id, details_digest)
       values ($1, now(), $1, 'admin', 'product.changed', 'r', $2)`,
      ['0199c000-0000-7000-8000-00000000aaaa', digest],
    );
    await database.query(
      `insert into audit_details (entry_id, before, after) select id, 'null', 'null' from audit_log`,
    );
    for (const sql of [
      "update audit_details set after = '{}'",
      'delete from audit_details',
      'truncate audit_details',
    ]) {
      await expect(database.query(sql)).rejects.toThrow('append-only');
    }
  });

  it('gives the application no way to alter a table, or to switch off what guards it', async () => {
    for (const sql of [
      'create table mine ()',
      'alter table ledger_entries add column mine text',
      'alter table ledger_entries disable trigger all',
      'drop trigger ledger_entries_append_only on ledger_entries',
      'drop table ledger_entries',
      'create or replace function refuse_change() returns trigger language sql as $$ select null $$',
      'set session_replication_role = replica',
    ]) {
      await expect(asApplication(sql)).rejects.toThrow(/permission denied|must be (owner|superuser)|does not exist/);
    }
  });
});

/** As the application connects. */
async function asApplication(sql: string): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** What TypeORM’s decorators cannot say (checks, expressions, foreign keys, descriptions) is said in SQL alone. */
function keptBySql(query: string): boolean {
  return /^(DROP INDEX|ALTER TABLE \S+ DROP CONSTRAINT|CREATE (UNIQUE )?INDEX)/.test(query);
}
