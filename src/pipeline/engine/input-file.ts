import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { sqlPath, sqlText } from './sql-text';
import { UnusableInput } from './unusable-input';

const HEADER_BYTES = 1024 * 1024;
const DELIMITERS = [',', ';', '\t'];

export interface InputFile {
  path: string;
  /** Without its folder, as messages name it. */
  name: string;
  parquet: boolean;
  /** Of a CSV. */
  header: readonly string[];
  delimiter: string;
  /** Its header ends with a return alone. */
  endsInReturns: boolean;
  /** Lines of a CSV that are left out, since a quote on them is not closed. */
  torn: readonly number[];
  /** In the order of the file. */
  refused: readonly Refused[];
}

/** A record that DuckDB could not take apart. */
export interface Refused {
  /** Where it begins, as `CsvLines` wants to know it. */
  position: number;
  reason: string;
  /** Perhaps since a quote is not closed. */
  notClosed: boolean;
}

const NO_CSV = { parquet: false, header: [], delimiter: '', endsInReturns: false, torn: [], refused: [] };

/** The CSV of this name, or the Parquet file in its place. @throws UnusableInput when there is neither */
export async function findInput(folder: string, name: string): Promise<InputFile> {
  const path = join(folder, name);
  if (await isReadable(path)) return openCsv(path);
  const parquet = path.replace(/\.csv$/, '.parquet');
  if (await isReadable(parquet)) return { ...NO_CSV, path: parquet, name: basename(parquet), parquet: true };
  throw new UnusableInput({ file: name }, `${name} is not in the folder of the inputs, or cannot be read.`);
}

/** @throws UnusableInput when it is not there, or has no header */
export async function openCsv(path: string): Promise<InputFile> {
  const name = basename(path);
  if (!(await isReadable(path))) throw new UnusableInput({ file: name }, `${name} cannot be read.`);
  const text = (await beginning(path)).replace(/^\uFEFF/, '');
  if (/^[ \t]*(\r|\n|$)/.test(text))
    throw new UnusableInput({ file: name, line: 1 }, `${name} is empty: it has no header.`);
  const headers = DELIMITERS.map((delimiter) => ({ delimiter, ...headerOf(text, delimiter) }));
  const [header] = headers.toSorted((a, b) => b.header.length - a.header.length);
  return { ...NO_CSV, ...header, path, name };
}

/** The first record: a cell in quotes may hold the delimiter, line breaks, and two quotes for one. */
function headerOf(text: string, delimiter: string): { header: string[]; endsInReturns: boolean } {
  const cell = new RegExp(`[ ]*(?:"((?:[^"]|"")*)"[ ]*|([^${delimiter}\\r\\n]*))(${delimiter}|\\r\\n|\\r|\\n|$)`, 'y');
  const header: string[] = [];
  for (;;) {
    const [, quoted, plain, after] = cell.exec(text)!;
    header.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (after !== delimiter) return { header, endsInReturns: after === '\r' };
  }
}

/** All cells as text, named `c0`, `c1` … ; what is no record at all goes to `reject_errors`. */
export function scanOf(file: InputFile, header: readonly string[]): string {
  if (file.parquet) return parquetScan(file, header);
  const columns = header.map((_, index) => `'c${index}': 'varchar'`);
  return `read_csv(${sqlPath(file.path)}, auto_detect = false, header = true, delim = ${sqlText(file.delimiter)}, quote = '"',
    escape = '"', store_rejects = true, rejects_limit = 0, columns = {${columns.join(', ')}})`;
}

function parquetScan({ path }: InputFile, header: readonly string[]): string {
  const scan = `read_parquet(${sqlPath(path)})`;
  const names = header.map((name, index) => `cast("${name.replaceAll('"', '""')}" as varchar) as c${index}`);
  return names.length === 0 ? scan : `(select ${names.join(', ')} from ${scan})`;
}

async function beginning(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return new StringDecoder('utf8').write(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

async function isReadable(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return !(await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
