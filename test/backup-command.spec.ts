import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { Backups, contentOf, count } from './support/backups';
import { florin, startCommand } from './support/florin-command';
import { type FlorinProcess, startFlorin } from './support/florin-process';
import { buy, call, POTION, type TestUser } from './support/players';

const ROWS = process.env.LONG === 'true' ? 3_000_000 : 100_000;
const MEMORY_BYTES = 300_000_000;

describe('with the embedded database', () => {
  let root: string;
  let first: { FLORIN_DATA: string };
  let second: { FLORIN_DATA: string };
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'florin-commands-'));
    [first, second] = ['first', 'second'].map((name) => ({ FLORIN_DATA: join(root, name) }));
  });
  afterAll(() => rmSync(root, { recursive: true, maxRetries: 50, retryDelay: 200 }));

  const path = (name: string) => join(root, name);

  async function player(app: FlorinProcess): Promise<TestUser & { balance: number }> {
    const { password } = JSON.parse(readFileSync(join(first.FLORIN_DATA, 'demo.json'), 'utf8')) as { password: string };
    const login = await call<{ accessToken: string }>(app, '/auth/login', { body: { username: 'player', password } });
    expect(login.status).toBe(200);
    const token = login.body.accessToken;
    const { body } = await call<{ balance: number }>(app, '/users/me/balance', { token });
    return { id: 'me', token, balance: body.balance };
  }

  it('backs up what runs and what is stopped, and moves it to another cluster', async () => {
    let app = await startFlorin(first);
    const before = await player(app);
    expect((await buy(app, before, POTION.id)).status).toBe(201);
    const running = await florin(['backup', path('running')], first);
    expect(running).toMatchObject({ code: 0, stderr: expect.stringContaining('SEAL_KEY') as string });
    expect(running.stdout).toMatch(/users: 2 rows.*running: [\d,]+ rows, [\d.]+ MB, written and read back/s);
    expect((await florin(['backup', path('running')], first)).code).toBe(1);
    expect(await florin(['restore', path('running')], first)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Florin is running') as string,
    });
    await app.end('SIGTERM');

    expect((await florin(['backup', path('stopped')], first)).code).toBe(0);
    cpSync(join(first.FLORIN_DATA, 'secrets'), join(second.FLORIN_DATA, 'secrets'), { recursive: true });
    const restored = await florin(['restore', path('stopped')], second);
    expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining('users: 2 rows') as string });

    app = await startFlorin({ ...second, DEMO: 'false' });
    expect((await player(app)).balance).toBe(before.balance - POTION.prices.COIN);
    expect((await buy(app, before, POTION.id)).status).toBe(201); // with the token of before: the secret came along
    await app.end('SIGTERM');
  });

  it('prints the address of its owner, alone, while it runs', async () => {
    const never = { FLORIN_DATA: path('never') };
    expect(await florin(['database-url'], never)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('does not run') as string,
    });
    const holding = await startCommand(['database-url', 'hold'], first);
    const printed = await florin(['database-url'], first);
    expect(printed).toMatchObject({
      code: 0,
      stdout: holding.line,
      stderr: expect.stringMatching('superuser') as string,
    });
    const client = new Client(printed.stdout.trim());
    await client.connect();
    const { rows } = await client.query('select usesuper from pg_user where usename = current_user');
    expect(rows).toEqual([{ usesuper: true }]);
    await client.end();
    expect(await holding.end('SIGINT')).toBe(0);
  });
});

describe('with a database of the operator', () => {
  const backups = new Backups();
  afterAll(() => backups.clear());

  it(`moves ${ROWS} rows in less than ${MEMORY_BYTES / 1e6} MB of memory`, async () => {
    const source = await backups.emptyDatabase({ empty: false });
    const target = await backups.emptyDatabase();
    const id = '00000000-0000-7000-8000-000000000001';
    await source.query(
      `insert into users (id, username, email, role) values ('${id}', 'ann', 'ann@example.com', 'player')`,
    );
    await source.query(`insert into accounts (user_id) values ('${id}')`);
    await source.query(`
      insert into transactions (user_id, id, kind, status, failure_code, amount, currency, actor_id, created_at)
      select '${id}', gen_random_uuid(), 'purchase', 'failed', 'wallet.insufficient_funds', n, 'COIN', '${id}', now()
      from generate_series(1, ${ROWS}) n`);
    const env = ({ url, ownerUrl }: typeof source) => ({
      DATABASE_URL: url,
      DATABASE_OWNER_URL: ownerUrl,
      FLORIN_DATA: backups.folder,
    });
    const path = backups.path();
    const backup = await florin(['backup', path], env(source));
    expect(backup).toMatchObject({ code: 0 });
    const restore = await florin(['restore', path], env(target));
    expect(restore).toMatchObject({ code: 0 });
    expect(await count(target, 'transactions')).toBe(ROWS);
    expect((await contentOf(target)).users).toBe((await contentOf(source)).users);
    expect(Math.max(backup.peakBytes, restore.peakBytes)).toBeLessThan(MEMORY_BYTES);
  }, 600_000);

  it('has no address to print, and says how it is to be called', async () => {
    const { url } = await backups.emptyDatabase();
    const env = { DATABASE_URL: url, FLORIN_DATA: backups.folder };
    const printed = await florin(['database-url'], env);
    expect(printed).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('DATABASE_URL') as string });
    for (const args of [['backup'], ['restore', 'a', 'b'], ['database-url', 'please']]) {
      expect(await florin(args, env)).toMatchObject({ code: 2, stdout: '' });
    }
  });
});
