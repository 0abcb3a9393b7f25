import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Config } from '../config/config';
import { version } from '../http/version';
import {
  type BackupHeader,
  type BackupTable,
  columnList,
  commentOf,
  copyLine,
  countRows,
  END_OF_ROWS,
  FIRST_LINE,
  FORMAT,
  quoted,
} from './backup-format';
import { BackupProgress } from './backup-progress';
import { checkSeal, sealing } from './backup-seal';
import { findSequences, findTables } from './backup-tables';
import { appliedMigrations } from './migrate';
import { whileTablesStay } from './schema-lock';

/** Beyond this level gzip costs more time than it saves bytes, by measurement on ledger entries. */
const COMPRESSION = 4;

export interface Backup {
  bytes: number;
  rows: number;
}

/** Writes every row of the database, as they stood at one moment, to a new file; nobody is held up by it. */
export async function backUp(config: Config, path: string, tell: (line: string) => void): Promise<Backup> {
  if (existsSync(path)) throw alreadyThere(path);
  const progress = new BackupProgress(tell);
  const draft = `${path}.${process.pid}.unfinished`;
  try {
    await whileTablesStay(config, 'florin backup', async (owner) => {
      const header = await beginSnapshot(owner);
      await pipeline(
        contentOf(owner, header, progress),
        createGzip({ level: COMPRESSION }),
        sealing(),
        createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }),
      );
      await owner.query('commit');
    });
    await checkSeal(draft); // read back: what the disk kept is what was written
    await publish(draft, path);
    return { bytes: (await stat(path)).size, rows: progress.rows };
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * The snapshot is taken once all tables are locked against whatever no snapshot protects from (truncation); the last
 * values of sequences are read after it, so that they are beyond every row of it.
 */
async function beginSnapshot(owner: Client): Promise<BackupHeader> {
  const migrations = await appliedMigrations(owner);
  if (migrations.length === 0) throw new Error('There is nothing to back up: Florin has never used this database.');
  const tables = await findTables(owner);
  await owner.query(`
    set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set extra_float_digits = 1;
    set bytea_output = 'hex'; set client_encoding = 'UTF8'; set row_security = off`);
  await owner.query('begin isolation level repeatable read read only');
  await owner.query(`
    lock table ${tables.map(({ name }) => `public.${quoted(name)}`).join(', ')} in access share mode`);
  const { rows } = await owner.query<{ postgres: string; now: Date }>(
    `select current_setting('server_version') as postgres, clock_timestamp() as now`,
  );
  const sequences = await findSequences(owner);
  const [{ postgres, now }] = rows;
  return { format: FORMAT, florin: version, postgres, takenAt: now.toISOString(), migrations, tables, sequences };
}

async function* contentOf(owner: Client, header: BackupHeader, progress: BackupProgress): AsyncGenerator<Buffer> {
  yield Buffer.from(`${FIRST_LINE}\n${commentOf(header)}\n`);
  const counts: Record<string, number> = {};
  for (const table of header.tables) {
    yield Buffer.from(`${copyLine(table)}\n`);
    progress.begin(table.name);
    for await (const chunk of rowsOf(owner, table)) {
      progress.add(countRows(chunk), chunk.length);
      yield chunk;
    }
    counts[table.name] = progress.end();
    yield Buffer.from(`${END_OF_ROWS}\n`);
  }
  yield Buffer.from(`${commentOf({ rows: counts })}\n`);
}

async function* rowsOf(owner: Client, table: BackupTable): AsyncGenerator<Buffer> {
  const idle = once(owner, 'drain');
  idle.catch(() => undefined); // the rows reject then
  const select = `select ${columnList(table)} from public.${quoted(table.name)}`;
  yield* owner.query(copyTo(`copy (${select}) to stdout`)) as AsyncIterable<Buffer>;
  await idle; // the server's last word may come after the last row
}

/** Under its name at once and whole. Unlike a rename, a link takes nobody else's place, but not every disk knows links. */
async function publish(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    if (existsSync(path)) throw alreadyThere(path, error);
    await rename(draft, path);
  }
  const folder = await open(dirname(path));
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const alreadyThere = (path: string, cause?: unknown) =>
  new Error(`${path} is there already. Choose another name, or move it away.`, { cause });
