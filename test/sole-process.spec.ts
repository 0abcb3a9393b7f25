import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Config } from '../src/platform/config/config';
import { SoleProcess } from '../src/platform/database/sole-process';
import { createDatabase, type TestDatabase } from './support/database';
import { eventually } from './support/eventually';

/** As a Florin that does nothing but live. */
const predecessor = `
  const { Client } = require('pg');
  const client = new Client(process.argv[1]);
  client.connect().then(() => client.query('select pg_advisory_lock(7310503)')).then(() => process.stdout.write('locked'));
`;

describe('the only process without Redis', () => {
  let database: TestDatabase;
  const started: SoleProcess[] = [];

  beforeEach(async () => {
    database = await createDatabase();
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.onApplicationShutdown()));
    await database.drop();
  });

  async function start(env: Record<string, string> = {}, command = false): Promise<SoleProcess> {
    const config = Config.fromEnv({ DATABASE_URL: database.url, FLORIN_DATA: '/nonexistent', JWT_SECRET: 'x', ...env });
    const process = new SoleProcess(command ? config.withRole('command') : config);
    started.push(process);
    await process.onModuleInit();
    return process;
  }

  const holders = () =>
    database.query<{ pid: number }>(`
      select pid from pg_locks where locktype = 'advisory' and granted
      and database = (select oid from pg_database where datname = current_database())`);

  it('refuses a second one with a clear message, and lets it in once the first has ended', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow('set REDIS_URL');
    await first.onApplicationShutdown();
    await start();
  });

  it('does not mind processes with Redis, nor commands', async () => {
    await start();
    await start({ REDIS_URL: 'redis://127.0.0.1:1' });
    await start({}, true);
  });

  it('starts at once after its predecessor was killed', async () => {
    const child = spawn(process.execPath, ['-e', predecessor, database.url], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await start();
  });

  it('takes the lock again when its connection was cut', async () => {
    await start();
    const [before] = await holders();
    await database.query('select pg_terminate_backend($1)', [before.pid]);
    await eventually(async () => {
      const [after] = await holders();
      expect(after.pid).not.toBe(before.pid);
    });
    await expect(start()).rejects.toThrow('Another Florin');
  });
});
