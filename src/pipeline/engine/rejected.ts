import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { EngineDatabase } from './engine-database';
import type { InputFile } from './input-file';
import { FAULTY } from './load.sql';
import { CsvLines, type RecordLines } from './record-lines';

/** Of one input: rows that could not be read, and those of them that are no record at all. */
export interface RejectedRows {
  all: number;
  unread: number;
}

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
  const out = createWriteStream(path);
  await write(out, 'file,line,reason\n');
  const rejected: Record<string, RejectedRows> = {};
  for (const table of tables) {
    const file = inputs[table];
    const torn = file.refused.length + file.torn.length;
    if (faulty[table] + torn === 0) continue;
    rejected[table] = { all: faulty[table] + torn, unread: torn };
    await writeFile(database, out, { file, table });
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

/** The rows of one file, in the order of their lines. */
async function writeFile(
  database: EngineDatabase,
  out: WriteStream,
  { file, table }: { file: InputFile; table: string },
): Promise<void> {
  const positions = file.refused.map(({ position }) => position);
  const lines = file.parquet ? ROW_NUMBERS : new CsvLines(file.path, file.delimiter, positions);
  const tornBefore = tornLines(file, lines.passed);
  const sql = `select rowid, cast(verdict as varchar) from ${table} where ${FAULTY} order by rowid`;
  for await (const rows of database.stream<[bigint, string]>(sql)) {
    let text = '';
    for (const [row, reason] of rows) {
      const line = await lines.at(Number(row));
      text += `${tornBefore(line)}${file.name},${line},${reason}\n`;
    }
    await write(out, text);
  }
  await lines.rest();
  await lines.close();
  await write(out, tornBefore(Infinity));
}

/** Tells of what is no record before a line, and was not told of before: what was refused, and what was left out. */
function tornLines({ name, torn, refused }: InputFile, passed: readonly number[]) {
  let told = 0;
  let left = 0;
  return (line: number): string => {
    let text = '';
    for (;;) {
      const next = Math.min(passed[told] ?? Infinity, torn[left] ?? Infinity);
      if (next >= line) return text;
      if (next === torn[left]) {
        text += `${name},${next},a quote is not closed\n`;
        left += 1;
      } else {
        text += `${name},${next},${refused[told].reason}\n`;
        told += 1;
      }
    }
  };
}

/** A row of a Parquet file has no line: the first is 1. */
const ROW_NUMBERS: RecordLines = {
  passed: [],
  at: (row) => Promise.resolve(row + 1),
  rest: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

async function write(out: WriteStream, text: string): Promise<void> {
  if (!out.write(text)) await once(out, 'drain');
}
