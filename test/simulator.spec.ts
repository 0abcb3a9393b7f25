import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startApp, type TestApp } from './support/app';
import { type TestDatabase } from './support/database';
import { type CommandOutcome, florin } from './support/florin-command';
import { startPayStation, type PayStation } from './support/pay-station';
import { openShop } from './support/players';
import { withProviders } from './support/provider-calls';

const JWT_SECRET = 'a secret that only tests know, and long';
const CHAOS = 'duplicate,reorder,delay,forge,amount,drop-reply';

let station: PayStation;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  station = await startPayStation();
  folder = await mkdtemp(join(tmpdir(), 'florin-simulator-'));
  env = { ...withProviders(station.url), JWT_SECRET, FLORIN_DATA: folder, SEAL_KEY: 'the key that signs these seals' };
});
afterAll(async () => {
  await station.close();
  await rm(folder, { recursive: true, force: true });
});

function simulate(args: readonly string[], database: TestDatabase, more: Record<string, string> = {}) {
  const addresses = { DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl };
  return florin(['simulate', ...args], { ...env, ...addresses, ...more });
}

const linesOf = ({ stdout }: CommandOutcome, pattern: RegExp) =>
  stdout.split('\n').filter((line) => pattern.test(line));

describe('npm run simulate', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ ...env, FLORIN_DATA: `${folder}/app` });
    await openShop(app);
  });
  afterAll(() => app.close());

  // The sandbox has less to be wrong about, and its stories are told below.
  it.each(process.env.LONG === 'true' ? ['sandbox', 'xsolla', 'payme'] : ['xsolla', 'payme'])(
    'explains every order of a story with %s',
    async (provider) => {
      const args = ['--provider', provider, '--orders', '30', '--seed', '7', '--players', '6', '--chaos', CHAOS];
      const outcome = await simulate([...args, '--url', app.url], app.database);
      expect(outcome.stdout).toContain('Every order is explained.');
      expect(outcome.stdout).toMatch(/The books balance: \d+ checks/);
      expect(outcome).toMatchObject({ code: 0 });
      for (const kind of ['copies', 'delayed', 'forged', 'another sum', 'line cut'])
        expect(linesOf(outcome, new RegExp(`${kind}.* [1-9]\\d*$`))).toHaveLength(1);
    },
  );

  it('tells the same story for the same seed, and plays it again on the same server', async () => {
    const args = ['--provider', 'sandbox', '--orders', '12', '--seed', '11', '--players', '3', '--url', app.url];
    const fates = async () => linesOf(await simulate(args, app.database), / yes$/);
    const first = await fates();
    expect(first.length).toBeGreaterThan(2);
    expect(await fates()).toEqual(first);
  });

  it('sees when something is not as it should be, and ends with 1', async () => {
    const generous = await startApp({ ...env, FLORIN_DATA: `${folder}/generous`, REFUND_POLICIES: 'refund=keep' });
    try {
      await openShop(generous);
      const args = ['--provider', 'sandbox', '--orders', '30', '--seed', '7', '--players', '6', '--url', generous.url];
      const outcome = await simulate(args, generous.database);
      expect(outcome.stdout).toMatch(/of 6 players hold something else|of \d+ players hold something else/);
      expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining('Something is left to be explained.') });
    } finally {
      await generous.close();
    }
  });

  it('goes on until it is interrupted, and then says what became of all', async () => {
    const { database, url } = app;
    const addresses = { DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl };
    const args = ['simulate', '--provider', 'sandbox', '--every', '100ms', '--players', '15', '--url', url];
    const command = join(__dirname, '..', 'dist', 'src', 'florin.js');
    const child = spawn(process.execPath, [command, ...args], {
      env: { PATH: process.env.PATH, ...env, ...addresses },
    });
    const [told, noted, ended] = [text(child.stdout), text(child.stderr), once(child, 'close')];
    await once(child.stderr, 'data'); // the first order
    child.kill('SIGINT');
    expect(await told).toMatch(/Every order is explained\.[^]*The books balance/);
    expect(await ended).toEqual([0, null]);
    expect(await noted).not.toContain('Warning');
  });

  it('kills nothing that it did not start, and plays with nobody who has other keys', async () => {
    const args = ['--provider', 'sandbox', '--orders', '3', '--url', app.url];
    const kill = await simulate([...args, '--chaos', 'kill'], app.database);
    expect(kill).toMatchObject({ code: 2, stderr: expect.stringContaining('what the simulator did not start') });
    const other = await simulate(args, app.database, { JWT_SECRET: 'another secret that only tests know' });
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('does not believe') });
    const nobody = await simulate([...args.slice(0, -1), 'http://127.0.0.1:9'], app.database);
    expect(nobody).toMatchObject({ code: 2, stderr: expect.stringContaining('Nothing answers') });
    const production = await florin(['simulate', '--provider', 'sandbox'], {
      NODE_ENV: 'production',
      DATABASE_URL: app.database.url,
      JWT_SECRET: 'kR4vN8wQ2xZ7mB5tY9cJ3hL6pS1dF0gA',
      SEAL_KEY: 'uW3eH7nK1zX5vC9bM2qT6yR8jP4sD0fG',
    });
    expect(production).toMatchObject({ code: 2, stderr: expect.stringContaining('never in production') });
  });
});
