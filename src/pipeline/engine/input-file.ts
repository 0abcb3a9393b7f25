import { constants } from 'node:fs';
import { access, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { sqlText } from './sql-text';
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
}

/** The CSV of this name, or the Parquet file in its place. @throws UnusableInput when there is neither */
export async function findInput(folder: string, name: string): Promise<InputFile> {
  const path = join(folder, name);
  if (await isReadable(path)) return openCsv(path);
  const parquet = path.replace(/\.csv$/, '.parquet');
  if (await isReadable(parquet))
    return { path: parquet, name: basename(parquet), parquet: true, header: [], delimiter: '' };
  throw new UnusableInput({ file: name }, `${name} is not in the folder of the inputs, or cannot be read.`);
}

/** @throws UnusableInput when it is not there, or has no header */
export async function openCsv(path: string): Promise<InputFile> {
  const name = basename(path);
  if (!(await isReadable(path))) throw new UnusableInput({ file: name }, `${name} cannot be read.`);
  const line = headerLine(await beginning(path));
  if (line === '') throw new UnusableInput({ file: name, line: 1 }, `${name} is empty: it has no header.`);
  const delimiter = DELIMITERS.toSorted((a, b) => line.split(b).length - line.split(a).length)[0];
  const header = line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  return { path, name, parquet: false, header, delimiter };
}

/** All cells as text, named `c0`, `c1` … ; what is no record at all goes to `reject_errors`. */
export function scanOf(file: InputFile, header: readonly string[]): string {
  if (file.parquet) return parquetScan(file, header);
  const columns = header.map((_, index) => `'c${index}': 'varchar'`);
  return `read_csv(${sqlText(file.path)}, auto_detect = false, header = true, delim = ${sqlText(file.delimiter)}, quote = '"',
    escape = '"', store_rejects = true, rejects_limit = 0, columns = {${columns.join(', ')}})`;
}

function parquetScan({ path }: InputFile, header: readonly string[]): string {
  const scan = `read_parquet(${sqlText(path)})`;
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

function headerLine(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/, 1)[0]
    .trim();
}

async function isReadable(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}
