import type { AppliedMigration } from './migrate';

/**
 * What stands in a backup, once it is uncompressed: a script as psql reads it.
 *
 *     -- Florin backup
 *     -- {"format": 1, …}                             the header
 *     COPY public.users (id, username) FROM stdin;    for each table, a table after those that it refers to
 *     …                                               its rows in PostgreSQL's text format, one a line
 *     \.
 *     -- {"rows": {"users": 2}}                       the end
 *     -- sha256 …                                     the seal (backup-seal.ts)
 */
export const FORMAT = 1;
export const FIRST_LINE = '-- Florin backup';
export const END_OF_ROWS = '\\.';

export interface BackupHeader {
  format: number;
  /** The versions of Florin and PostgreSQL that it was made with. */
  florin: string;
  postgres: string;
  takenAt: string;
  migrations: AppliedMigration[];
  tables: BackupTable[];
  sequences: BackupSequence[];
}

export interface BackupTable {
  name: string;
  columns: string[];
}

export interface BackupSequence {
  name: string;
  lastValue: string;
}

export interface BackupEnd {
  rows: Record<string, number>;
}

export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

export function columnList({ columns }: BackupTable): string {
  return columns.map(quoted).join(', ');
}

/** The line before a table's rows, and the statement that takes them. */
export function copyLine(table: BackupTable): string {
  return `COPY public.${quoted(table.name)} (${columnList(table)}) FROM stdin;`;
}

export function commentOf(content: BackupHeader | BackupEnd): string {
  return `-- ${JSON.stringify(content)}`;
}

/** @throws Error when the line is none of ours */
export function contentOf(line: string): unknown {
  if (!line.startsWith('-- {')) throw new Error(`The backup holds a line that Florin did not write: ${line}`);
  return JSON.parse(line.slice(3));
}

/** In text format a newline within a value is written as \n, so every newline ends a row. */
export function countRows(chunk: Buffer): number {
  let rows = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows += 1;
  return rows;
}
