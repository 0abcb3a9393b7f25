import type { EngineDatabase } from './engine-database';
import type { EngineRun } from './engine-run';
import { columnsOf } from './input-columns';
import { findInput, type InputFile, openCsv, scanOf } from './input-file';
import { loadConfirmations, loadCosts, loadOrders, loadPurchases, loadSessions, type Source } from './load.sql';
import { collectRejected } from './rejected';

/** An input, the columns its rules need, and how one knows a row that cannot be read. */
interface Input {
  name: string;
  columns: readonly string[];
  table: string;
  load: (source: Source) => string;
  fault: string;
}

const INPUTS: readonly Input[] = [
  {
    name: 'purchases_raw.csv',
    columns: ['appsflyer_id', 'event_name', 'event_time_utc', 'revenue_usd', 'campaign', 'receipt_id', 'status'],
    table: 'purchase_rows',
    load: loadPurchases,
    fault: 'fault',
  },
  {
    name: 'confirmed_purchases.csv',
    columns: ['appsflyer_id', 'event_name', 'event_time_utc', 'revenue_usd', 'campaign', 'receipt_id'],
    table: 'confirmation_rows',
    load: loadConfirmations,
    fault: 'fault',
  },
  {
    name: 'costs_daily.csv',
    columns: ['date', 'campaign', 'ad_cost_usd'],
    table: 'cost_rows',
    load: loadCosts,
    fault: 'fault',
  },
  {
    name: 'sessions.csv',
    columns: ['event_timestamp_utc', 'user_id'],
    table: 'session_rows',
    load: loadSessions,
    fault: `case when user_id = '' then 'user_id is empty' when date is null then 'event_timestamp_utc is not a time' end`,
  },
];

const ORDERS: Omit<Input, 'name'> = {
  columns: ['order_id', 'receipt_id', 'provider', 'player_id', 'paid_at_utc', 'amount_usd', 'status'],
  table: 'order_rows',
  load: loadOrders,
  fault: 'fault',
};

/** Rows that could not be read, by the file they are in. */
export type RejectedRows = Record<string, number>;

/**
 * Reads all inputs; what cannot be read goes to `rejected`. All are looked at before the first is read.
 * @throws UnusableInput when a file or a column is missing
 */
export async function loadInputs(database: EngineDatabase, run: EngineRun): Promise<RejectedRows> {
  const found = await Promise.all(
    INPUTS.map(async (input) => ({ ...input, file: await findInput(run.data, input.name) })),
  );
  if (run.ledger !== undefined) found.push({ ...ORDERS, name: 'ledger', file: await openCsv(run.ledger) });
  const ready: { input: (typeof found)[number]; sql: string }[] = [];
  for (const input of found) {
    const header = input.file.parquet ? await parquetColumns(database, input.file) : input.file.header;
    const columns = columnsOf(input.file.name, header, input.columns);
    ready.push({ input, sql: input.load({ scan: scanOf(input.file, header), columns }) });
  }
  await database.run('create table rejected (file varchar, line bigint, reason varchar)');
  const rejected: RejectedRows = {};
  for (const { input, sql } of ready) {
    await database.run(sql);
    rejected[input.table] = await collectRejected(database, input);
  }
  return rejected;
}

async function parquetColumns(database: EngineDatabase, file: InputFile): Promise<string[]> {
  const columns = await database.rows<{ column_name: string }>(`describe select * from ${scanOf(file, [])}`);
  return columns.map(({ column_name }) => column_name);
}
