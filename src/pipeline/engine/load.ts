import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { EngineDatabase } from './engine-database';
import type { EngineRun } from './engine-run';
import { hasLoneReturn, withEvenEnds } from './even-ends';
import { columnsOf } from './input-columns';
import { findInput, type InputFile, openCsv, type Refused, scanOf } from './input-file';
import {
  FAULTY,
  loadConfirmations,
  loadCosts,
  loadOrders,
  loadPurchases,
  loadSessions,
  REFUSED,
  type Source,
  VERDICTS,
} from './load.sql';
import { mended } from './mended-file';
import { UnusableInput } from './unusable-input';

/** About twenty thousand purchases and what belongs to them. */
const ONE_CORE_BYTES = 5_000_000;

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

/** A file and the table that it becomes. */
interface Table {
  table: string;
  file: InputFile;
  statement: (file: InputFile) => string;
}

/**
 * Reads all inputs into tables; which file became which table is what it returns. All are looked at before the first
 * is read; then they are read side by side. One that cannot be read as it is, is read from a copy in `folder`.
 * @throws UnusableInput when a file or a column is missing, or none of several rows can be read
 */
export async function loadInputs(
  database: EngineDatabase,
  run: EngineRun,
  folder: string,
): Promise<Record<string, InputFile>> {
  const tables = await tablesOf(database, run);
  await database.run(VERDICTS);
  const large = await areLarge(tables);
  if (large && availableParallelism() > tables.length) await database.useAllCores();
  const read = await Promise.allSettled(
    tables.map((table) => tellingWhose(table.file, readTable(database, table, folder))),
  );
  if (large) await database.useAllCores();
  const inputs = tables.map(({ table }, i) => ({ table, file: fulfilled(read[i]) }));
  for (const { table, file } of inputs) await refuseUnreadable(database, table, file);
  return Object.fromEntries(inputs.map(({ table, file }) => [table, file]));
}

/** Where no row can be read, the header or the whole file is not what it seems to be: that is no day without purchases. */
async function refuseUnreadable(database: EngineDatabase, table: string, { name, refused, torn }: InputFile) {
  const [{ rows, faulty, why }] = await database.rows<{ rows: string; faulty: string; why: string | null }>(
    `select count(*) as rows, count_if(${FAULTY}) as faulty, cast(min(verdict) as varchar) as why from ${table}`,
  );
  const all = Number(rows) + refused.length + torn.length;
  if (Number(rows) > Number(faulty) || all < 2) return;
  const reason = refused[0]?.reason ?? why ?? 'a quote is not closed';
  throw new UnusableInput({ file: name }, `${name} has ${all} rows, and none can be read: ${reason}.`);
}

/** All have ended by then, so that nobody reads when the database is closed. */
function fulfilled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

/**
 * What DuckDB says names its options and our folders; who brought the file wants to know which it is.
 * @throws UnusableInput when it is the file's fault
 */
async function tellingWhose<T>({ name, parquet, path }: InputFile, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    const { message } = error as Error;
    if (!/^Invalid/.test(message) && !message.includes(path)) throw error;
    const reason = `it is no ${parquet ? 'Parquet file' : 'CSV'}`;
    throw new UnusableInput({ file: name }, `${name} cannot be read: ${reason}.`, { cause: error });
  }
}

/** From a copy with even line ends where they confuse the reader, and from one without torn lines where quotes do. */
async function readTable(database: EngineDatabase, input: Table, folder: string): Promise<InputFile> {
  const file = input.file.endsInReturns ? await withEvenEnds(input.file, evenCopy(input, folder)) : input.file;
  const read = await readEven(database, { ...input, file }, evenCopy(input, folder));
  if (!read.refused.some(({ notClosed }) => notClosed)) return read;
  const copy = await mended(read, join(folder, `${input.table}.csv`));
  if (copy === read) return read;
  await database.run(`drop table ${input.table}`);
  return { ...copy, refused: await refusedOf(database, input, copy) };
}

const evenCopy = ({ table }: Table, folder: string) => join(folder, `${table}-even.csv`);

async function readEven(database: EngineDatabase, input: Table, copy: string): Promise<InputFile> {
  const { file } = input;
  const refused = await refusedOf(database, input, file).catch((error: unknown) => {
    if (!isConfused(error)) throw error;
  });
  if (refused?.length === 0 || file.parquet) return { ...file, refused: refused ?? [] };
  if (refused !== undefined && !(await hasLoneReturn(file.path))) return { ...file, refused };
  const even = await withEvenEnds(file, copy);
  await database.run(`drop table if exists ${input.table}`);
  return { ...even, refused: await refusedOf(database, input, even) };
}

/** Where lines end in several ways, DuckDB gives up. */
const isConfused = (error: unknown) => String(error).includes('state machine');

/** Reads in a session of its own, which knows only of its own file what was refused. */
async function refusedOf(database: EngineDatabase, { statement }: Table, file: InputFile): Promise<Refused[]> {
  const session = await database.session();
  await session.run(statement(file));
  if (file.parquet) return [];
  const rows = await session.rows<{ position: string; reason: string; notClosed: boolean }>(REFUSED);
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
}

async function areLarge(tables: readonly Table[]): Promise<boolean> {
  const sizes = await Promise.all(tables.map(async ({ file }) => (await stat(file.path)).size));
  return sizes.reduce((sum, size) => sum + size, 0) > ONE_CORE_BYTES;
}

async function tablesOf(database: EngineDatabase, run: EngineRun): Promise<Table[]> {
  const found = await Promise.all(
    INPUTS.map(async (input) => ({ ...input, file: await findInput(run.data, input.name) })),
  );
  if (run.ledger !== undefined) found.push({ ...ORDERS, name: 'ledger', file: await openCsv(run.ledger) });
  const tables: Table[] = [];
  for (const { table, file, columns: wanted, load } of found) {
    const header = file.parquet ? await parquetColumns(database, file) : file.header;
    const columns = columnsOf(file.name, header, wanted);
    tables.push({ table, file, statement: (file) => load({ scan: scanOf(file, header), columns }) });
  }
  return tables;
}

async function parquetColumns(database: EngineDatabase, file: InputFile): Promise<string[]> {
  const describe = `describe select * from ${scanOf(file, [])}`;
  const columns = await tellingWhose(file, database.rows<{ column_name: string }>(describe));
  return columns.map(({ column_name }) => column_name);
}
