import { Client } from 'pg';
import type { Config } from '../config/config';

/** A lock of the cluster that lasts as long as its holder lives, and no longer: no clock decides who is dead. */
export interface SessionLock {
  /** Aborted when the connection is gone and, with it, the lock. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Takes the lock of this number on a connection of its own. (The address must lead to PostgreSQL itself or to a pooler
 * in session mode: through PgBouncer in transaction mode a session lock means nothing.)
 *
 * @returns null when somebody else holds it
 */
export async function tryLock(config: Config, number: number, name: string): Promise<SessionLock | null> {
  const client = new Client({
    connectionString: config.databaseUrl,
    application_name: name,
    connectionTimeoutMillis: 2_500,
    keepAlive: true,
    // The server must notice in seconds that a machine with the lock is gone, not in two hours.
    options: '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3',
  });
  const lost = new AbortController();
  client.on('error', () => undefined); // 'end' follows
  client.once('end', () => lost.abort());
  await client.connect();
  const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [number]);
  if (rows[0].locked) return { lost: lost.signal, release: () => client.end() };
  await client.end();
  return null;
}
