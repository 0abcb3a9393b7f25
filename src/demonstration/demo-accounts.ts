import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../platform/config/config';

/** The demonstration accounts, which share a password. */
export interface DemoAccounts {
  player: string;
  admin: string;
  password: string;
}

export function demoAccountsFile(config: Config): string {
  return join(config.dataFolder, 'demo.json');
}

/** The password is `DEMO_PASSWORD`, else the one made at the first start and kept in `demo.json` (0600). */
export async function demoAccounts(config: Config): Promise<DemoAccounts> {
  const made = config.demoPassword ?? (await kept(config))?.password ?? randomBytes(12).toString('base64url');
  return { player: 'player', admin: 'admin', password: made };
}

export async function keepDemoAccounts(config: Config, accounts: DemoAccounts): Promise<void> {
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });
  await writeFile(demoAccountsFile(config), `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
}

async function kept(config: Config): Promise<DemoAccounts | null> {
  try {
    return JSON.parse(await readFile(demoAccountsFile(config), 'utf8')) as DemoAccounts;
  } catch {
    return null;
  }
}
