import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';

const LOCK = '.lock';
const LOOK_AGAIN_MS = 20;
const PATIENCE_MS = 60_000;

/**
 * Does this while no other process does it in the same folder. DuckDB locks the file of a database, and the lock goes with
 * its process: nothing is left of one that was killed.
 */
export async function alone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = await hold(join(folder, LOCK));
  try {
    return await work();
  } finally {
    lock.closeSync();
  }
}

async function hold(path: string): Promise<DuckDBInstance> {
  for (const deadline = Date.now() + PATIENCE_MS; ;) {
    try {
      return await DuckDBInstance.create(path, { threads: '1' });
    } catch (error) {
      if (!/Conflicting lock/.test(String(error)) || Date.now() > deadline) throw error;
      await delay(LOOK_AGAIN_MS);
    }
  }
}
