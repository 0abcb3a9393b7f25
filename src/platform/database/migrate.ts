import { readdir } from 'node:fs/promises';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import type { Config } from '../config/config';
import { migrateJobs } from '../jobs/jobs-schema';
import { migrationsFolder, ownerDataSourceOptions } from './data-source';

/** Any two processes that migrate the same database take turns; the number only has to be ours alone. */
const MIGRATION_LOCK = 7_310_502;

/**
 * Brings the schema up to date, gives the application's role what it needs, and refreshes statistics, so that no plan
 * is made from the guess that tables are empty.
 */
export async function migrate(config: Config): Promise<void> {
  const owner = new Client({ connectionString: config.databaseOwnerUrl });
  await owner.connect();
  try {
    await owner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await runMigrations(config);
    await grantApplication(owner, applicationRole(config));
    if (config.redisUrl === undefined) await migrateJobs(owner, applicationRole(config));
    if (applied > 0) await owner.query('analyze');
  } finally {
    await owner.end();
  }
}

async function runMigrations(config: Config): Promise<number> {
  const dataSource = await new DataSource(ownerDataSourceOptions(config)).initialize();
  try {
    return (await dataSource.runMigrations()).length;
  } finally {
    await dataSource.destroy();
  }
}

/** True when every migration of this build has been applied. */
export async function isMigrated(dataSource: DataSource): Promise<boolean> {
  const rows = await dataSource.query<{ timestamp: string }[]>('select timestamp from migrations');
  const applied = new Set(rows.map((row) => Number(row.timestamp)));
  return (await readdir(migrationsFolder))
    .map((file) => /^(\d+)-.*\.[jt]s$/.exec(file)?.[1])
    .every((timestamp) => timestamp === undefined || applied.has(Number(timestamp)));
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
    grant truncate on outbox_events_0, outbox_events_1, outbox_events_2, outbox_events_3 to ${quoted};
    revoke update, delete on ledger_entries from ${quoted};
    revoke insert, update, delete on migrations from ${quoted};
  `);
}
