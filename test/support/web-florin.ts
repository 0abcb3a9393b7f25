import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from './database';
import { type FlorinProcess, startFlorin } from './florin-process';
import { freePort } from './free-port';

export const DEMO_PASSWORD = 'demonstration of the tests';

/** A built Florin with its pages and the demonstration's catalogue and accounts, but without its past. */
export interface WebFlorin extends FlorinProcess {
  /** After its end: the same one, at the same address. */
  again(): Promise<WebFlorin>;
  close(): Promise<void>;
}

export async function startWebFlorin(env: Record<string, string> = {}, existing?: TestDatabase): Promise<WebFlorin> {
  const database = existing ?? (await createDatabase());
  const folder = mkdtempSync(join(tmpdir(), 'florin-web-'));
  const settings = {
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    JWT_SECRET: 'a secret that only tests know, and long',
    FLORIN_DATA: folder,
    DEMO: 'true',
    DEMO_PASSWORD,
    DEMO_HISTORY: 'false',
    // Known beforehand: pages of payments name it, and who comes back after a crash finds it.
    PORT: `${await freePort()}`,
    ...env,
  };
  const close = async (florin: FlorinProcess): Promise<void> => {
    await florin.end('SIGTERM');
    if (!existing) await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  const start = async (): Promise<WebFlorin> => {
    const florin = await startFlorin(settings);
    return { ...florin, again: start, close: () => close(florin) };
  };
  return start();
}
