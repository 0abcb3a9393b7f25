import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { DataSource } from 'typeorm';
import type { Config } from '../config/config';
import { migrateJobs } from '../jobs/jobs-schema';
import { admitAuditor, NO_AUDITOR } from './auditor';
import { type MigrationClass, migrationsFolder, ownerDataSourceOptions } from './data-source';
import { claimTables, inTurn } from './schema-lock';

/** A migration as the database notes it. */
export interface AppliedMigration {
  timestamp: number;
  name: string;
}

/**
 * Brings the schema up to date, gives the application's role what it needs, and refreshes statistics, so that no plan
 * is made from the guess that tables are empty.
 */
export async function migrate(config: Config): Promise<void> {
  await inTurn(config, 'florin migrations', async (owner) => {
    const pending = await completeSchema(owner, config);
    if (pending > 0) await owner.query('analyze');
  });
}

/** All that a Florin of this build needs to find, by the one whose turn it is; how many migrations were pending. */
export async function completeSchema(owner: Client, config: Config): Promise<number> {
  const applied = new Set((await appliedMigrations(owner)).map(({ timestamp }) => timestamp));
  const pending = [...(await knownMigrations())].filter(([timestamp]) => !applied.has(timestamp));
  if (pending.length > 0)
    await applyMigrations(
      owner,
      config,
      pending.map(([, file]) => file),
    );
  await grantApplication(owner, applicationRole(config));
  if (!(await admitAuditor(owner)) && pending.length > 0) process.emitWarning(NO_AUDITOR);
  if (config.redisUrl === undefined) await migrateJobs(owner, applicationRole(config));
  return pending.length;
}

/** Those of these files that the database has not seen yet. */
export async function applyMigrations(owner: Client, config: Config, files: readonly string[]): Promise<void> {
  await claimTables(owner);
  const classes = await Promise.all(files.map(migrationsOf));
  const dataSource = await new DataSource(ownerDataSourceOptions(config, classes.flat())).initialize();
  try {
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
}

async function migrationsOf(file: string): Promise<MigrationClass[]> {
  return Object.values((await import(file)) as Record<string, MigrationClass>);
}

/** The files of the migrations of this build, by their timestamps. */
export async function knownMigrations(): Promise<ReadonlyMap<number, string>> {
  const files = new Map<number, string>();
  for (const name of (await readdir(migrationsFolder)).sort()) {
    const timestamp = /^(\d+)-.*\.[jt]s$/.exec(name)?.[1];
    if (timestamp !== undefined) files.set(Number(timestamp), join(migrationsFolder, name));
  }
  return files;
}

/** In the order in which they were applied; none in a database that Florin has not seen. */
export async function appliedMigrations(owner: Client): Promise<AppliedMigration[]> {
  const { rows } = await owner.query<{ known: boolean }>(
    `select to_regclass('public.migrations') is not null as known`,
  );
  if (!rows[0].known) return [];
  const applied = await owner.query<{ timestamp: string; name: string }>(
    'select timestamp, name from public.migrations order by id',
  );
  return applied.rows.map(({ timestamp, name }) => ({ timestamp: Number(timestamp), name }));
}

/** True when every migration of this build has been applied. */
export async function isMigrated(dataSource: DataSource): Promise<boolean> {
  const rows = await dataSource.query<{ timestamp: string }[]>('select timestamp from migrations');
  const applied = new Set(rows.map((row) => Number(row.timestamp)));
  return [...(await knownMigrations()).keys()].every((timestamp) => applied.has(timestamp));
}

function applicationRole(config: Config): string {
  return decodeURIComponent(new URL(config.databaseUrl ?? '').username);
}

/** The application reads and writes rows; it owns no table, so it can neither alter one nor switch a trigger off. */
async function grantApplication(client: Client, role: string): Promise<void> {
  const { rows } = await client.query<{ owner: string }>('select current_user as owner');
  if (role === '' || role === rows[0].owner) return;
  const quoted = `"${role.replaceAll('"', '""')}"`;
  await client.query(`
    grant usage on schema public to ${quoted};
    grant select, insert, update, delete on all tables in schema public to ${quoted};
    grant usage, select on all sequences in schema public to ${quoted};
    grant update on sequence notifications_id_seq to ${quoted};
    grant truncate on outbox_events_0, outbox_events_1, outbox_events_2, outbox_events_3 to ${quoted};
    grant execute on function make_event_partition(date), drop_event_partition(text) to ${quoted};
    revoke update on audit_details from ${quoted};
    revoke update, delete on ledger_entries, transactions, audit_log, ledger_seals, ledger_seal_ranges from ${quoted};
    revoke insert, update, delete on migrations from ${quoted};
  `);
}
