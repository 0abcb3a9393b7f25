/** No longer than amounts and counts are: an id of digits is a name. */
const NUMBER = /^-?\d{1,15}(\.\d+)?$/;

export type Cell = string | number | boolean | null;

/** A report as rows under columns; `isWhole` is false where only its beginning was read. */
export interface ReportTable {
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
  isWhole: boolean;
}

/**
 * @param text a report of the pipeline, or its beginning
 * @throws SyntaxError for JSON that is not whole
 */
export function tableOf(name: string, text: string, isWhole: boolean): ReportTable {
  return name.endsWith('.csv') ? csvTable(text, isWhole) : jsonTable(JSON.parse(text) as unknown);
}

/** The values of a column; null for what is no number. */
export function numbersOf({ columns, rows }: ReportTable, column: string): (number | null)[] {
  const at = columns.indexOf(column);
  return rows.map((row) => {
    const cell = row[at];
    return cell === null || cell === undefined || cell === '' || Number.isNaN(Number(cell)) ? null : Number(cell);
  });
}

/** Which columns hold numbers and nothing else, as far as they hold anything. Of CSV every cell is a text. */
export function numericColumns({ columns, rows }: ReportTable): boolean[] {
  const isBlank = (cell: Cell | undefined): boolean => cell === null || cell === undefined || cell === '';
  return columns.map((_, at) => {
    const told = rows.map((row) => row[at]).filter((cell) => !isBlank(cell));
    return told.length > 0 && told.every((cell) => typeof cell !== 'boolean' && NUMBER.test(String(cell)));
  });
}

export function textsOf({ columns, rows }: ReportTable, column: string): string[] {
  const at = columns.indexOf(column);
  return rows.map((row) => String(row[at] ?? ''));
}

/** Only the rows for which a column says something else than nothing. */
export function where(table: ReportTable, column: string, wanted: (cell: Cell) => boolean): ReportTable {
  const at = table.columns.indexOf(column);
  return { ...table, rows: table.rows.filter((row) => wanted(row[at] ?? null)) };
}

/** An array of flat objects, or the reconciliation, whose pairs and leftovers are its `details`. */
function jsonTable(content: unknown): ReportTable {
  const records = (Array.isArray(content) ? content : (content as { details: unknown }).details) as Record<
    string,
    Cell
  >[];
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return { columns, rows: records.map((record) => columns.map((column) => record[column] ?? null)), isWhole: true };
}

/** RFC 4180. The last record of a beginning may be cut, and is left out. */
function csvTable(text: string, isWhole: boolean): ReportTable {
  const records = [...recordsOf(isWhole || text === '' ? text : text.slice(0, text.lastIndexOf('\n')))];
  const [columns = [], ...rows] = records;
  return { columns, rows, isWhole };
}

function* recordsOf(text: string): Generator<string[]> {
  const cell = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/gy;
  let record: string[] = [];
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) return;
    const [, quoted, plain = '', end] = match;
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    yield record;
    record = [];
  }
}
