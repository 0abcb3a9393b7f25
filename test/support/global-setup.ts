import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres';
import { makeTemplate } from './database';
import { supervisorEntry } from './embedded-supervisor';

/** One PostgreSQL for all suites: `TEST_DATABASE_URL` (the owner's address), else an embedded one of their own. */
export default async function globalSetup(): Promise<void> {
  process.env.FLORIN_TEST_RUN = randomUUID().replaceAll('-', '');
  process.env.TEST_DATABASE_URL ??= await embedded();
  await makeTemplate();
}

async function embedded(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'florin-test-'));
  const cluster = await startEmbeddedPostgres(folder, { supervisorEntry: supervisorEntry() });
  process.env.FLORIN_TEST_FOLDER = folder;
  Object.assign(globalThis, { florinTestCluster: cluster });
  return cluster.ownerUrl;
}
