import type { EngineDatabase } from './engine-database';
import type { InputFile } from './input-file';
import { linesOf } from './record-lines';
import { sqlText } from './sql-text';

/** Where an input's rows are, and how one knows a row that cannot be read. */
export interface LoadedInput {
  file: InputFile;
  table: string;
  /** SQL: why a row cannot be read, null when it can. */
  fault: string;
}

interface Rejected {
  line: number;
  reason: string;
}

/** Fills `rejected` with the rows of an input that could not be read. Returns how many there were. */
export async function collectRejected(database: EngineDatabase, { file, table, fault }: LoadedInput): Promise<number> {
  const unread = file.parquet ? [] : await unreadable(database, file);
  const faulty = await database.rows<{ row: string; reason: string }>(
    `select rowid as row, ${fault} as reason from ${table} where ${fault} is not null order by rowid`,
  );
  const places = faulty.map(({ row }) => Number(row));
  const lines = file.parquet ? places.map((row) => row + 1) : await linesFor(file, places, unread);
  const all = [...unread, ...faulty.map(({ reason }, i) => ({ line: lines[i], reason }))];
  for (let i = 0; i < all.length; i += 10_000) {
    const values = all
      .slice(i, i + 10_000)
      .map(({ line, reason }) => `(${sqlText(file.name)}, ${line}, ${sqlText(reason)})`);
    await database.run(`insert into rejected values ${values.join(', ')}`);
  }
  return all.length;
}

/** Records that DuckDB could not take apart. */
async function unreadable(database: EngineDatabase, file: InputFile): Promise<Rejected[]> {
  const rows = await database.rows<{ line: string; reason: string }>(
    `select line, any_value(lower(replace(error_type::varchar, '_', ' '))) as reason
     from reject_errors join reject_scans using (scan_id, file_id)
     where file_path = ${sqlText(file.path)} group by line order by line`,
  );
  return rows.map(({ line, reason }) => ({ line: Number(line), reason }));
}

async function linesFor(file: InputFile, places: readonly number[], unread: readonly Rejected[]): Promise<number[]> {
  return places.length === 0 ? [] : linesOf(file.path, places, new Set(unread.map(({ line }) => line)));
}
