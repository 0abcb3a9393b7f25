import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from './support/database';
import { florin } from './support/florin-command';
import { freePort } from './support/free-port';

const LONG = process.env.LONG === 'true';

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'florin-simulator-'));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

describe('npm run simulate with kills', () => {
  it('explains every order although Florin was killed three times meanwhile', async () => {
    const orders = LONG ? '2000' : '60';
    const args = ['--provider', 'sandbox', '--orders', orders, '--seed', '42', '--chaos', 'all'];
    const outcome = await florin(['simulate', ...args, '--url', `http://127.0.0.1:${await freePort()}`], {
      DATABASE_URL: database.url,
      DATABASE_OWNER_URL: database.ownerUrl,
      FLORIN_DATA: folder,
    });
    if (outcome.code !== 0) throw new Error(`${outcome.stdout}${outcome.stderr}${await logOf(folder)}`);
    expect(outcome.stdout).toMatch(/kill -9\) and started again +3\n/);
    expect(outcome.stdout).toContain('Every order is explained.');
    expect(outcome.stdout).toMatch(/The books balance: \d+ checks/);
    expect(outcome.stderr.match(/Killed after \d+ orders, and there again/g)).toHaveLength(3);
  });
});

function logOf(data: string): Promise<string> {
  return readFile(join(data, 'simulated-florin.log'), 'utf8').catch(() => '');
}
