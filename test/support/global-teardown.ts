import { rm } from 'node:fs/promises';
import type { EmbeddedPostgres } from '../../src/platform/database/embedded-postgres';
import { dropTemplate } from './database';

export default async function globalTeardown(): Promise<void> {
  const { florinTestCluster } = globalThis as { florinTestCluster?: EmbeddedPostgres };
  await dropTemplate();
  await florinTestCluster?.stop();
  if (process.env.FLORIN_TEST_FOLDER) await rm(process.env.FLORIN_TEST_FOLDER, { recursive: true, force: true });
}
