import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { EngineDatabase } from './engine-database';
import type { InputFile } from './input-file';
import { CsvLines, type RecordLines } from './record-lines';

/** Of one input: rows that could not be read, and those of them that are no record at all. */
export interface RejectedRows {
  all: number;
  unread: number;
}

/** Rows that were read and cannot be used. */
const FAULTY = `verdict > verdict 'filtered'`;

/**
 * Writes file, line and reason of every row that could not be read. Returns how many, by the table of the input; an
 * input without any is left out.
 */
export async function writeRejected(
  database: EngineDatabase,
  path: string,
  inputs: Readonly<Record<string, InputFile>>,
): Promise<Record<string, RejectedRows>> {
  const tables = Object.keys(inputs).toSorted((a, b) => (inputs[a].name < inputs[b].name ? -1 : 1));
  const faulty = await faultyRows(database, tables);
  const unread = tables.some((table) => !inputs[table].parquet) ? await unreadRows(database) : [];
  const out = createWriteStream(path);
  await write(out, 'file,line,reason\n');
  const rejected: Record<string, RejectedRows> = {};
  for (const table of tables) {
    const file = inputs[table];
    const torn = unread.filter((row) => row.path === file.path);
    if (faulty[table] + torn.length === 0) continue;
    rejected[table] = { all: faulty[table] + torn.length, unread: torn.length };
    await writeFile(database, out, { file, table, torn });
  }
  out.end();
  await finished(out);
  return rejected;
}

async function faultyRows(database: EngineDatabase, tables: readonly string[]): Promise<Record<string, number>> {
  const counts = tables.map((table) => `(select count(*) from ${table} where ${FAULTY}) as ${table}`);
  const [row] = await database.rows<Record<string, string>>(`select ${counts.join(', ')}`);
  return Object.fromEntries(Object.entries(row).map(([table, count]) => [table, Number(count)]));
}

interface Torn {
  path: string;
  line: number;
  reason: string;
}

/** Records that DuckDB could not take apart, in the order of their lines. */
async function unreadRows(database: EngineDatabase): Promise<Torn[]> {
  const rows = await database.rows<{ path: string; line: string; reason: string }>(
    `select file_path as path, line, min(lower(replace(error_type::varchar, '_', ' '))) as reason
     from reject_errors join reject_scans using (scan_id, file_id) group by file_path, line order by line`,
  );
  return rows.map(({ path, line, reason }) => ({ path, line: Number(line), reason }));
}

/** The rows of one file, in the order of their lines. */
async function writeFile(
  database: EngineDatabase,
  out: WriteStream,
  { file, table, torn }: { file: InputFile; table: string; torn: readonly Torn[] },
): Promise<void> {
  const refused = torn.map(({ line }) => line);
  const lines = file.parquet ? ROW_NUMBERS : new CsvLines(file.path, file.delimiter, refused);
  let next = 0;
  const tornBefore = (line: number) => {
    let text = '';
    for (; next < torn.length && torn[next].line < line; next += 1)
      text += `${file.name},${torn[next].line},${torn[next].reason}\n`;
    return text;
  };
  const sql = `select rowid, cast(verdict as varchar) from ${table} where ${FAULTY} order by rowid`;
  for await (const rows of database.stream<[bigint, string]>(sql)) {
    let text = '';
    for (const [row, reason] of rows) {
      const line = await lines.at(Number(row));
      text += `${tornBefore(line)}${file.name},${line},${reason}\n`;
    }
    await write(out, text);
  }
  await lines.close();
  await write(out, tornBefore(Infinity));
}

/** A row of a Parquet file has no line: the first is 1. */
const ROW_NUMBERS: RecordLines = { at: (row) => Promise.resolve(row + 1), close: () => Promise.resolve() };

async function write(out: WriteStream, text: string): Promise<void> {
  if (!out.write(text)) await once(out, 'drain');
}
