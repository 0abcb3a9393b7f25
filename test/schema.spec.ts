import { DataSource } from 'typeorm';
import { Config } from '../src/platform/config/config';
import { dataSourceOptions } from '../src/platform/database/data-source';
import { isMigrated, migrate } from '../src/platform/database/migrate';
import { startApp, type TestApp } from './support/app';
import { createDatabase, type TestDatabase } from './support/database';

/** Tables that are not a player's own: who is who, what is sold, and the plumbing. */
const DIRECTORY_TABLES = [
  'users',
  'currencies',
  'products',
  'prices',
  'product_sales',
  'migrations',
  'cron_runs',
  /^outbox_/,
];

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

  it('refuses to change or delete ledger entries, for the owner too', async () => {
    for (const sql of [
      'update ledger_entries set amount = 1',
      'delete from ledger_entries',
      'truncate ledger_entries',
    ]) {
      await expect(database.query(sql)).rejects.toThrow('append-only');
    }
  });

  it('gives the application no way to alter tables or rewrite the ledger', async () => {
    const [rights] = await database.query<Record<string, boolean>>(`
      select has_table_privilege('florin_test_app', 'ledger_entries', 'insert') as may_add,
        has_table_privilege('florin_test_app', 'ledger_entries', 'update') as may_update,
        has_table_privilege('florin_test_app', 'ledger_entries', 'delete') as may_delete,
        has_table_privilege('florin_test_app', 'ledger_entries', 'truncate') as may_truncate,
        has_schema_privilege('florin_test_app', 'public', 'create') as may_create`);
    expect(rights).toEqual({
      may_add: true,
      may_update: false,
      may_delete: false,
      may_truncate: false,
      may_create: false,
    });
  });
});

/** What TypeORM’s decorators cannot say (checks, expressions, foreign keys, descriptions) is said in SQL alone. */
function keptBySql(query: string): boolean {
  return /^(DROP INDEX|ALTER TABLE \S+ DROP CONSTRAINT|CREATE (UNIQUE )?INDEX)/.test(query);
}
