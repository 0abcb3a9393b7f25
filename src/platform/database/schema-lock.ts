import { Client } from 'pg';
import type { Config } from '../config/config';

/** Whoever prepares a database for Florin takes turns; the numbers only have to be ours alone. */
const TURN = 7_310_502;
/** Held shared by whoever needs the tables to stay as they are, exclusively by whoever changes them. */
export const TABLES = 7_310_504;

/** As the owner of the schema, one process at a time: to migrate, to restore or to fill it with the demonstration. */
export function inTurn<T>(config: Config, name: string, work: (owner: Client) => Promise<T>): Promise<T> {
  return asOwner(config, name, async (owner) => {
    await owner.query('select pg_advisory_lock($1)', [TURN]);
    return work(owner);
  });
}

/**
 * As the owner of the schema, whose tables stay as they are meanwhile. A migration that waited for one of them would
 * hold up every writer behind it, so it waits here instead.
 */
export function whileTablesStay<T>(config: Config, name: string, work: (owner: Client) => Promise<T>): Promise<T> {
  return asOwner(config, name, async (owner) => {
    await owner.query('select pg_advisory_lock_shared($1)', [TABLES]);
    return work(owner);
  });
}

/** Until the session ends. */
export async function claimTables(owner: Client): Promise<void> {
  await owner.query('select pg_advisory_lock($1)', [TABLES]);
}

async function asOwner<T>(config: Config, name: string, work: (owner: Client) => Promise<T>): Promise<T> {
  const owner = new Client({
    connectionString: config.databaseOwnerUrl,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  owner.on('error', () => undefined); // what is under way rejects
  await owner.connect();
  try {
    await owner.query('set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0');
    return await work(owner);
  } finally {
    await owner.end();
  }
}
