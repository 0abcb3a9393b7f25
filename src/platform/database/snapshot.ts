import { Client } from 'pg';
import { type CopyToStreamQuery, to as copyTo } from 'pg-copy-streams';
import type { Config } from '../config/config';
import { Unavailable } from '../errors/platform.errors';
import { isDatabaseAway } from './database-errors';
import { TABLES } from './schema-lock';

/**
 * All that was committed at one moment, however long it is read. Reading takes no lock that a writer waits for and no
 * transaction id; it only keeps the server from clearing away row versions that were replaced meanwhile.
 */
export class Snapshot {
  constructor(private readonly client: Client) {}

  async rows<Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query(sql, [...params])).rows as Row[];
  }

  /** The rows as CSV with a header, as they come; how many there were is known at the end. */
  copy(select: string): CopyToStreamQuery {
    return this.client.query(copyTo(`copy (${select}) to stdout (format csv, header)`));
  }
}

/**
 * Set for the session, before the transaction: reading may take as long as it takes, in little memory. Without nested
 * loops, which a planner that knows the tables badly would choose, no player is so big that time grows with its square.
 */
const PATIENT = `
  set statement_timeout = 0;
  set lock_timeout = 0;
  set idle_in_transaction_session_timeout = 0;
  set work_mem = '32MB';
  set max_parallel_workers_per_gather = 0;
  set jit = off;
  set enable_nestloop = off;
  set timezone = 'UTC'`;

/**
 * Runs `work` on a snapshot, through a connection of its own beside the pool.
 *
 * @throws Unavailable when there is no connection, it is lost, or `stopping` ended it
 */
export async function onSnapshot<T>(
  config: Config,
  name: string,
  work: (snapshot: Snapshot) => Promise<T>,
  stopping?: AbortSignal,
): Promise<T> {
  if (stopping?.aborted) throw new Unavailable();
  const client = new Client({
    connectionString: config.databaseUrl,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on('error', () => undefined); // what is under way rejects
  const stop = () => void client.end();
  stopping?.addEventListener('abort', stop);
  try {
    await client.connect();
    await client.query(PATIENT);
    // A migration that waited for a table that is read here would hold up every writer behind it: it waits for this.
    await client.query('select pg_advisory_lock_shared($1)', [TABLES]);
    await client.query('begin isolation level repeatable read read only');
    return await work(new Snapshot(client));
  } catch (error) {
    throw isDatabaseAway(error) ? new Unavailable() : error;
  } finally {
    stopping?.removeEventListener('abort', stop);
    await client.end();
  }
}
