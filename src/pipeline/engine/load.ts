import type { EngineDatabase } from './engine-database';
import type { EngineRun } from './engine-run';
import { columnsOf } from './input-columns';
import { findInput, type InputFile, openCsv, scanOf } from './input-file';
import {
  loadConfirmations,
  loadCosts,
  loadOrders,
  loadPurchases,
  loadSessions,
  type Source,
  VERDICTS,
} from './load.sql';

/** An input, the columns its rules need, and the table that it becomes. */
interface Input {
  name: string;
  columns: readonly string[];
  table: string;
  load: (source: Source) => string;
}

const INPUTS: readonly Input[] = [
  {
    name: 'purchases_raw.csv',
    columns: ['appsflyer_id', 'event_name', 'event_time_utc', 'revenue_usd', 'campaign', 'receipt_id', 'status'],
    table: 'purchase_rows',
    load: loadPurchases,
  },
  {
    name: 'confirmed_purchases.csv',
    columns: ['appsflyer_id', 'event_name', 'event_time_utc', 'revenue_usd', 'campaign', 'receipt_id'],
    table: 'confirmation_rows',
    load: loadConfirmations,
  },
  {
    name: 'costs_daily.csv',
    columns: ['date', 'campaign', 'ad_cost_usd'],
    table: 'cost_rows',
    load: loadCosts,
  },
  {
    name: 'sessions.csv',
    columns: ['event_timestamp_utc', 'user_id'],
    table: 'session_rows',
    load: loadSessions,
  },
];

const ORDERS: Omit<Input, 'name'> = {
  columns: ['order_id', 'receipt_id', 'provider', 'player_id', 'paid_at_utc', 'amount_usd', 'status'],
  table: 'order_rows',
  load: loadOrders,
};

/**
 * Reads all inputs into tables; which file became which table is what it returns. All are looked at before the first
 * is read.
 * @throws UnusableInput when a file or a column is missing
 */
export async function loadInputs(database: EngineDatabase, run: EngineRun): Promise<Record<string, InputFile>> {
  const found = await Promise.all(
    INPUTS.map(async (input) => ({ ...input, file: await findInput(run.data, input.name) })),
  );
  if (run.ledger !== undefined) found.push({ ...ORDERS, name: 'ledger', file: await openCsv(run.ledger) });
  const statements = [VERDICTS];
  for (const input of found) {
    const header = input.file.parquet ? await parquetColumns(database, input.file) : input.file.header;
    const columns = columnsOf(input.file.name, header, input.columns);
    statements.push(input.load({ scan: scanOf(input.file, header), columns }));
  }
  for (const sql of statements) await database.run(sql);
  return Object.fromEntries(found.map(({ table, file }) => [table, file]));
}

async function parquetColumns(database: EngineDatabase, file: InputFile): Promise<string[]> {
  const columns = await database.rows<{ column_name: string }>(`describe select * from ${scanOf(file, [])}`);
  return columns.map(({ column_name }) => column_name);
}
