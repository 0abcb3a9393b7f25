import { randomUUID } from 'node:crypto';
import { mkdtemp, statfs } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres';
import { makeTemplate } from './database';
import { supervisorEntry } from './embedded-supervisor';

const IN_MEMORY = '/dev/shm';
/** A multiple of what all suites together take. */
const ROOM_BYTES = 4 * 1024 ** 3;

/** One PostgreSQL for all suites: `TEST_DATABASE_URL` (the owner's address), else an embedded one of their own. */
export default async function globalSetup(): Promise<void> {
  process.env.FLORIN_TEST_RUN = randomUUID().replaceAll('-', '');
  process.env.TEST_DATABASE_URL ??= await embedded();
  await makeTemplate();
}

async function embedded(): Promise<string> {
  const folder = await mkdtemp(join((await hasRoomInMemory()) ? IN_MEMORY : tmpdir(), 'florin-test-'));
  const cluster = await startEmbeddedPostgres(folder, { supervisorEntry: supervisorEntry() });
  process.env.FLORIN_TEST_FOLDER = folder;
  Object.assign(globalThis, { florinTestCluster: cluster });
  return cluster.ownerUrl;
}

/** Each suite makes and drops databases, of hundreds of files each. */
async function hasRoomInMemory(): Promise<boolean> {
  const { bavail, bsize } = await statfs(IN_MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
  return Math.min(bavail * bsize, freemem()) > ROOM_BYTES;
}
