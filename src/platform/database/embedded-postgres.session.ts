import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

import { APPLICATION_ROLE, DATABASE, OWNER_ROLE, type Secrets } from './embedded-postgres.files';

const STARTING_UP_OR_SHUTTING_DOWN = '57P03';
const WRONG_PASSWORD = '28P01';

/** Who answers on a port, asked of the server itself. */
export interface Identity {
  dataFolder: string;
  startedAtSeconds: number;
}

/** Opens a session as the cluster's owner, closes it whatever happens. */
async function asOwner<T>(port: number, secrets: Secrets, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: OWNER_ROLE,
    password: secrets.ownerPassword,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
    query_timeout: 30_000,
  });
  client.on('error', () => undefined); // the query that is under way rejects; nobody else needs to know
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Resolves when the server takes our password; rejects as soon as it cannot come up any more. */
export async function waitUntilReady(
  port: number,
  secrets: Secrets,
  isRunning: () => boolean,
  patienceMs: number,
): Promise<Identity> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    if (!isRunning()) throw new Error('PostgreSQL ended before it was ready.');
    try {
      return await asOwner(port, secrets, identify);
    } catch (error) {
      const { code, message } = error as Error & { code?: string };
      if (code === WRONG_PASSWORD)
        throw new Error('PostgreSQL does not accept the password in postgres.json.', { cause: error });
      const isComing = code === STARTING_UP_OR_SHUTTING_DOWN || code === 'ECONNREFUSED' || code === 'ECONNRESET';
      if (Date.now() > deadline || (!isComing && code))
        throw new Error(`PostgreSQL is not ready: ${message}`, { cause: error });
    }
    await delay(20);
  }
}

async function identify(client: Client): Promise<Identity> {
  const { rows } = await client.query<{ folder: string; started: number }>(
    `select current_setting('data_directory') as folder, extract(epoch from pg_postmaster_start_time())::int as started`,
  );
  return { dataFolder: rows[0].folder, startedAtSeconds: rows[0].started };
}

/** Asked at every start, so that a crash between two of its steps heals. */
export function ensureDatabase(port: number, secrets: Secrets): Promise<void> {
  return asOwner(port, secrets, async (client) => {
    const roles = await client.query('select 1 from pg_roles where rolname = $1', [APPLICATION_ROLE]);
    if (roles.rowCount === 0)
      await client.query(`create role ${APPLICATION_ROLE} login password '${secrets.password}'`);
    const databases = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (databases.rowCount === 0) await client.query(`create database ${DATABASE} owner ${OWNER_ROLE}`);
    // CREATE: the job queue keeps a schema of its own.
    await client.query(`revoke all on database ${DATABASE} from public`);
    await client.query(`grant connect, create, temporary on database ${DATABASE} to ${APPLICATION_ROLE}`);
  });
}
