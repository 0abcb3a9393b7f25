import type { TestDatabase } from './database';

/** The tables, ours and those of the job queues, in which this text stands in some row. */
export async function tablesHolding(database: TestDatabase, text: string): Promise<string[]> {
  const tables = await database.query<{ name: string }>(`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') order by 1`);
  const holding: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query(`select 1 from ${name} t where strpos(t::text, $1) > 0 limit 1`, [text]);
    if (rows.length > 0) holding.push(name);
  }
  return holding;
}
