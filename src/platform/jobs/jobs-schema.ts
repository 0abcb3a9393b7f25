import { DEFAULT_SCHEMA, runMigrations } from 'bullmq';
import type { Client } from 'pg';

/** Where BullMQ keeps jobs in PostgreSQL; for a pool that we give it, it knows no other name. */
export const JOBS_SCHEMA = DEFAULT_SCHEMA;

/**
 * Brings BullMQ's tables up to date, as the owner, so that the application's role cannot change them. It may add to the
 * schema, for BullMQ makes a sequence per queue when the first job without an id of its own arrives.
 */
export async function migrateJobs(owner: Client, applicationRole: string): Promise<void> {
  await runMigrations(owner, JOBS_SCHEMA);
  const role = owner.escapeIdentifier(applicationRole);
  await owner.query(`
    grant usage, create on schema ${JOBS_SCHEMA} to ${role};
    grant select, insert, update, delete on all tables in schema ${JOBS_SCHEMA} to ${role};
    grant usage, select, update on all sequences in schema ${JOBS_SCHEMA} to ${role};
  `);
}
