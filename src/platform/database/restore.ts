import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Config } from '../config/config';
import { type BackupHeader, type BackupTable, columnList, countRows, quoted } from './backup-format';
import { BackupProgress } from './backup-progress';
import { findTables } from './backup-tables';
import { appliedMigrations, applyMigrations, completeSchema, knownMigrations } from './migrate';
import { BackupFile } from './restore-file';
import { inTurn } from './schema-lock';

type Tell = (line: string) => void;

/** Without a row in one of these nobody has used the database: it holds what migrations and an idle Florin put there. */
const USED_FIRST = ['users', 'products', 'transactions'];

/** Fills an empty database from a backup: all of it or, whatever happens, nothing. */
export async function restore(config: Config, path: string, tell: Tell): Promise<BackupHeader> {
  const file = await BackupFile.open(path);
  try {
    const { header } = file;
    const level = await filesOf(header);
    await inTurn(config, 'florin restore', async (owner) => {
      await refuseRunning(owner);
      await refuseUsed(owner);
      await refuseLater(owner, header);
      await applyMigrations(owner, config, level);
      await load(owner, file, tell);
      await completeSchema(owner, config);
      await owner.query('analyze');
    });
    return header;
  } finally {
    file.close();
  }
}

/** The migrations that the backup had seen. */
async function filesOf({ migrations, florin }: BackupHeader): Promise<string[]> {
  const known = await knownMigrations();
  const unknown = migrations.filter(({ timestamp }) => !known.has(timestamp));
  if (unknown.length > 0) {
    throw new Error(
      `The backup was made by a newer Florin (${florin}): this one does not know ${unknown[0].name}. ` +
        'Restore it with that version, or a later one.',
    );
  }
  return migrations.map(({ timestamp }) => known.get(timestamp) as string);
}

/** Its caches and the positions of its readers would not notice that everything has changed. */
async function refuseRunning(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(`
    select application_name as name from pg_stat_activity
    where datname = current_database() and application_name in ('florin all', 'florin api', 'florin worker') limit 1`);
  if (rows.length === 0) return;
  throw new Error(`Florin is running on this database (${rows[0].name}). Stop all of its processes first.`);
}

async function refuseUsed(owner: Client): Promise<void> {
  for (const table of USED_FIRST) {
    const { rows } = await owner.query<{ there: boolean }>(`select to_regclass($1) is not null as there`, [
      `public.${table}`,
    ]);
    if (!rows[0].there || (await isEmpty(owner, table))) continue;
    throw new Error(
      `The database is not empty: there are rows in ${table}. A backup is restored into an empty database only. ` +
        'Nothing was changed.',
    );
  }
}

async function refuseLater(owner: Client, { migrations, florin }: BackupHeader): Promise<void> {
  const level = new Set(migrations.map(({ timestamp }) => timestamp));
  const later = (await appliedMigrations(owner)).find(({ timestamp }) => !level.has(timestamp));
  if (later === undefined) return;
  throw new Error(
    `The database is empty, but its tables are younger than the backup, which Florin ${florin} made: ${later.name}. ` +
      'Make an empty database without tables (drop and create it) and restore before Florin starts on it.',
  );
}

/** In one transaction, which keeps everybody else from writing: a Florin that starts meanwhile, say. */
async function load(owner: Client, file: BackupFile, tell: Tell): Promise<void> {
  const { tables, sequences } = file.header;
  const there = new Set((await findTables(owner)).map(({ name }) => name));
  const ours = tables.filter(({ name }) => there.has(name));
  await owner.query('begin');
  await owner.query(`lock table ${ours.map(({ name }) => `public.${quoted(name)}`).join(', ')} in exclusive mode`);
  await refuseUsed(owner);
  await clear(owner, ours);
  await fill(owner, file, there, tell);
  for (const { name, lastValue } of sequences) {
    await owner.query('select setval(to_regclass($1), $2)', [`public.${quoted(name)}`, lastValue]);
  }
  await owner.query('commit');
}

/** What migrations and an idle Florin put there comes back with the backup, as it was then. */
async function clear(owner: Client, tables: readonly BackupTable[]): Promise<void> {
  for (const { name } of tables.toReversed()) {
    if (!(await isEmpty(owner, name))) await owner.query(`delete from public.${quoted(name)}`);
  }
}

async function fill(owner: Client, file: BackupFile, there: ReadonlySet<string>, tell: Tell): Promise<void> {
  const progress = new BackupProgress(tell);
  const counts: Record<string, number> = {};
  for (const table of file.header.tables) {
    if (!there.has(table.name)) tell(`${table.name} was not made by Florin and is left out.`);
    progress.begin(table.name);
    await pipeline(told(file.rowsOf(table), progress), there.has(table.name) ? into(owner, table) : nowhere());
    counts[table.name] = progress.end();
  }
  const { rows } = await file.end();
  const wrong = file.header.tables.find(({ name }) => counts[name] !== rows[name]);
  if (wrong) throw new Error(`${counts[wrong.name]} of ${rows[wrong.name]} rows of ${wrong.name} were restored.`);
}

function into(owner: Client, table: BackupTable): Writable {
  return owner.query(copyFrom(`copy public.${quoted(table.name)} (${columnList(table)}) from stdin`));
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

async function* told(chunks: AsyncIterable<Buffer>, progress: BackupProgress): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    progress.add(countRows(chunk), chunk.length);
    yield chunk;
  }
}

async function isEmpty(owner: Client, table: string): Promise<boolean> {
  const { rows } = await owner.query<{ empty: boolean }>(
    `select not exists (select from public.${quoted(table)}) as empty`,
  );
  return rows[0].empty;
}
