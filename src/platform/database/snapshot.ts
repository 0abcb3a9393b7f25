import { Client } from 'pg';
import type { Config } from '../config/config';

/**
 * All that was committed at one moment, however long it is read. Reading takes no lock that a writer waits for and no
 * transaction id; it only keeps the server from clearing away row versions that were replaced meanwhile.
 */
export class Snapshot {
  constructor(private readonly client: Client) {}

  async rows<Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query(sql, [...params])).rows as Row[];
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
  set jit = off;
  set enable_nestloop = off;
  set timezone = 'UTC';
  begin isolation level repeatable read read only`;

/** Runs `work` on a snapshot, through a connection of its own beside the pool. Once stopped, what it reads rejects. */
export async function onSnapshot<T>(
  config: Config,
  name: string,
  work: (snapshot: Snapshot) => Promise<T>,
  stopping?: AbortSignal,
): Promise<T> {
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
    return await work(new Snapshot(client));
  } finally {
    stopping?.removeEventListener('abort', stop);
    await client.end();
  }
}
