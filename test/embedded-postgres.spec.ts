import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/platform/database/embedded-postgres';
import { compiledEmbeddedPostgres, supervisorEntry } from './support/embedded-supervisor';

const nobody = { uid: 65534, gid: 65534 };

const GRACE_MS = 1_000;

describe('the embedded PostgreSQL', () => {
  let folder: string;
  const held: EmbeddedPostgres[] = [];
  const holders: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'florin-embedded-')); // 0700: closed to the user PostgreSQL runs as under root
  });

  afterEach(async () => {
    holders.splice(0).forEach((holder) => holder.kill('SIGKILL'));
    await Promise.all(held.splice(0).map((each) => each.release()));
    await until('everything has ended', () => supervisors(folder).length === 0 && postmasters(folder).length === 0);
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (options = {}) => {
    const entry = { supervisorEntry: supervisorEntry(), graceMs: GRACE_MS };
    const cluster = await startEmbeddedPostgres(folder, { ...entry, ...options });
    held.push(cluster);
    return cluster;
  };

  /** Another process of ours that holds a lease. */
  const startHolder = async (environment: NodeJS.ProcessEnv = {}, user?: { uid: number; gid: number }) => {
    const entry = join(compiledEmbeddedPostgres(), 'embedded-postgres.js');
    const script = `require(process.argv[1]).startEmbeddedPostgres(process.argv[2], { graceMs: ${GRACE_MS} })
      .then((cluster) => console.log(cluster.ownerUrl)); setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['-e', script, entry, folder], {
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
      ...user,
    });
    holders.push(child);
    const url = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).once('line', resolve);
      child.once('exit', () => reject(new Error('The holder ended before it had its lease.')));
    });
    return { child, url };
  };

  describe('at the first start', () => {
    it('offers an owner and a lesser application role, on the loopback, in UTF8, locale C and UTC', async () => {
      const { url, ownerUrl } = await start();
      const owner = await query(
        ownerUrl,
        `select usesuper, datcollate, pg_encoding_to_char(encoding) as encoding, current_setting('timezone') as timezone,
                current_setting('listen_addresses') as address, current_setting('unix_socket_directories') as sockets,
                current_setting('password_encryption') as passwords, current_setting('fsync') as fsync
           from pg_user, pg_database where usename = current_user and datname = current_database()`,
      );
      const expected = { usesuper: true, datcollate: 'C', encoding: 'UTF8', timezone: 'UTC', address: '127.0.0.1' };
      expect(owner).toEqual([{ ...expected, sockets: '', passwords: 'scram-sha-256', fsync: 'on' }]);
      const application = await query(url, 'select * from pg_roles where rolname = current_user');
      const lesser = { rolname: 'florin', rolsuper: false, rolcreatedb: false, rolcreaterole: false };
      expect(application).toMatchObject([lesser]);
      await query(url, 'create schema jobs');
      await expect(query(url, 'create table public.mine (id int)')).rejects.toThrow('permission denied');
    });

    it('keeps its passwords to itself', async () => {
      const { url } = await start();
      const secrets = readdirSync(folder).filter((name) => name.endsWith('.json'));
      expect(secrets.map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600, 0o600]);
      await expect(query(url.replace(/florin:[^@]+@/, 'florin:wrong@'), 'select 1')).rejects.toThrow('password');
    });

    it('is made once when several processes start at the same time', async () => {
      const starts = await Promise.all([start(), start(), startHolder(), startHolder(), startHolder()]);
      expect(new Set(starts.map(({ url }) => new URL(url).port)).size).toBe(1);
      expect(postmasters(folder)).toHaveLength(1);
      await until('the supervisors that came too late have left', () => supervisors(folder).length === 1);
    });

    it('hands no secret of ours to its processes', async () => {
      if (process.platform !== 'linux') return;
      await startHolder({ JWT_SECRET: 'hunter2-hunter2', NODE_OPTIONS: '--no-warnings' });
      for (const pid of [...supervisors(folder), ...postmasters(folder)]) {
        const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        const known = /^(PATH|HOME|LANG|LC_ALL|TZ|LD_LIBRARY_PATH|PG\w+)?$/;
        expect(entries.map((each) => each.split('=')[0]).filter((name) => !known.test(name))).toEqual([]);
      }
    });
  });

  describe('leases', () => {
    it('keep it up, and it ends by itself when the last holder is gone', async () => {
      const { child } = await startHolder();
      const cluster = await start();
      child.kill('SIGKILL');
      await delay(2 * GRACE_MS);
      expect(await answers(cluster.url)).toBe(true);
      await cluster.release();
      await until('it has ended', () => supervisors(folder).length === 0 && postmasters(folder).length === 0);
    });

    it('are taken over within the grace period', async () => {
      const { child, url } = await startHolder();
      const before = postmasters(folder);
      child.kill('SIGKILL');
      expect((await start()).ownerUrl).toBe(url);
      expect(postmasters(folder)).toEqual(before);
    });

    it('do not let stop() take it away from another holder', async () => {
      const [first, second] = [await start(), await start()];
      await first.stop();
      expect(await answers(second.url)).toBe(true);
      await second.stop();
      expect(postmasters(folder)).toEqual([]);
    });
  });

  describe('after a crash', () => {
    it('restarts PostgreSQL on the same port when it dies', async () => {
      const { url } = await start();
      for (const signal of ['SIGKILL', 'SIGQUIT'] as const) {
        const [pid] = postmasters(folder);
        process.kill(pid, signal);
        await until('another one answers', async () => (await answers(url)) && postmasters(folder)[0] !== pid);
      }
      expect(supervisors(folder)).toHaveLength(1);
    });

    it('adopts the orphan of a killed supervisor without a running holder noticing', async () => {
      const { url, ownerUrl } = await start();
      const session = new Client(url);
      await session.connect();
      const [[supervisor], before] = [supervisors(folder), postmasters(folder)];
      process.kill(supervisor, 'SIGKILL');
      await until('a new supervisor is there', () => supervisors(folder).some((pid) => pid !== supervisor));
      expect((await start()).ownerUrl).toBe(ownerUrl);
      expect(postmasters(folder)).toEqual(before);
      expect((await session.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      await session.end();
    });

    it('comes back with what was committed when everything was killed', async () => {
      const { child, url } = await startHolder();
      await query(url, 'create table kept as select 42 as answer');
      child.kill('SIGKILL');
      [...supervisors(folder), ...postmasters(folder)].forEach((pid) => process.kill(pid, 'SIGKILL'));
      const again = await start();
      expect(await query(again.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
    });

    it('ends when the data folder is removed under its feet', async () => {
      await start();
      rmSync(folder, { recursive: true });
      await held.pop()?.release();
      await until('it has ended', () => supervisors(folder).length === 0 && postmasters(folder).length === 0);
    });

    // Each starts and ends several clusters: the long form has them.
    if (process.env.LONG === 'true') {
      it('watches an adopted one as well: restarts it, and stops it with its last holder', async () => {
        const { child } = await startHolder();
        child.kill('SIGKILL');
        process.kill(supervisors(folder)[0], 'SIGKILL');
        const [orphan] = postmasters(folder);
        const cluster = await start();
        expect(postmasters(folder)).toEqual([orphan]);
        process.kill(orphan, 'SIGKILL');
        await until('it answers again', () => answers(cluster.url));
        await cluster.stop();
        expect(postmasters(folder)).toEqual([]);
      });

      it('takes no other process for its server when the process id was used again', async () => {
        await (await start()).stop();
        const rest = [join(folder, 'postgres'), '1', '5432', '', '127.0.0.1', '1 1', 'ready'];
        for (const pid of [process.pid, process.ppid]) {
          writeFileSync(join(folder, 'postgres', 'postmaster.pid'), [pid, ...rest].join('\n'));
          const cluster = await start();
          expect(await answers(cluster.url)).toBe(true);
          await cluster.stop();
        }
      });

      it('survives a seat whose holder is dead, and one cut off by a power failure', async () => {
        await (await start()).stop();
        const dead = { pid: process.pid, port: 1, token: 'x', host: 'elsewhere' };
        writeFileSync(join(folder, 'supervisor.8.json'), JSON.stringify(dead));
        writeFileSync(join(folder, 'supervisor.9.json'), '{"pid');
        expect(await answers((await start()).url)).toBe(true);
        expect(readdirSync(folder).filter((name) => /^supervisor.*json$/.test(name))).toEqual(['supervisor.10.json']);
      });

      it('takes over from a frozen supervisor, which then leaves the server alone', async () => {
        const { child } = await startHolder();
        const [[frozen], before] = [supervisors(folder), postmasters(folder)];
        process.kill(frozen, 'SIGSTOP');
        child.kill('SIGKILL');
        const cluster = await start();
        process.kill(frozen, 'SIGCONT');
        await until('the old supervisor has left', () => !supervisors(folder).includes(frozen));
        await delay(2 * GRACE_MS);
        expect(postmasters(folder)).toEqual(before);
        expect(await answers(cluster.url)).toBe(true);
      });
    }
  });

  describe('refuses, and says what to do', () => {
    it('a cluster of another major version, untouched', async () => {
      await (await start()).stop();
      const ways = { 15: 'npm run florin -- backup', 99: 'a later release of Florin' };
      for (const [version, way] of Object.entries(ways)) {
        writeFileSync(join(folder, 'postgres', 'PG_VERSION'), `${version}\n`);
        const before = everyFileOf(join(folder, 'postgres'));
        await expect(start()).rejects.toThrow(RegExp(`PostgreSQL ${version}; .*Nothing was touched.*${way}`, 's'));
        expect(everyFileOf(join(folder, 'postgres'))).toEqual(before);
      }
    });

    it('a cluster whose passwords are lost', async () => {
      await (await start()).stop();
      rmSync(join(folder, 'postgres.json'));
      await expect(start()).rejects.toThrow('postgres.json');
    });

    it('a server that cannot start, quoting its log', async () => {
      await (await start()).stop();
      writeFileSync(join(folder, 'postgres', 'postgresql.auto.conf'), 'no_such_setting = 1\n');
      await expect(start()).rejects.toThrow('no_such_setting');
    });

    it('a supervisor that cannot run', async () => {
      await expect(start({ supervisorEntry: '/nowhere/supervisor.js' })).rejects.toThrow('Cannot find module');
    });
  });

  ifNobodyMayRead('runs for an ordinary user without any privilege', async () => {
    spawnSync('chown', [`${nobody.uid}:${nobody.gid}`, folder]);
    const { url } = await startHolder({}, nobody);
    expect(await answers(url)).toBe(true);
    expect(statSync(join(folder, 'postgres')).uid).toBe(nobody.uid);
  });
});

/** Root can become somebody without rights, who must be able to read this checkout; anybody else is ordinary anyway. */
function ifNobodyMayRead(name: string, test: () => Promise<void>): void {
  const looking = ['-e', `require('node:fs').accessSync(${JSON.stringify(__filename)})`];
  const isPossible = process.getuid?.() === 0 && spawnSync(process.execPath, looking, nobody).status === 0;
  if (isPossible) it(name, test);
  else process.stderr.write(`\n!!! NOT TESTED, for it needs root and a checkout that all may read: ${name} !!!\n\n`);
}

/** When each was last changed, in content, owner or rights. */
const everyFileOf = (folder: string) =>
  readdirSync(folder, { recursive: true }).map((name) => [name, statSync(join(folder, String(name))).ctimeMs]);

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client(url);
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const answers = (url: string) =>
  query(url, 'select 1').then(
    () => true,
    () => false,
  );

const supervisors = (folder: string) => processes((line) => line.includes('supervisor.js') && line.includes(folder));
const postmasters = (folder: string) => processes((line) => line.includes(`/postgres -D ${folder}/postgres `));

function processes(isWanted: (line: string) => boolean): number[] {
  const { stdout } = spawnSync('ps', ['-ww', '-A', '-o', 'pid=,args='], { encoding: 'utf8' });
  const lines = stdout.split('\n').filter((line) => isWanted(line) && !line.includes('<defunct>'));
  return lines.map((line) => Number.parseInt(line, 10));
}

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited too long until ${what}.`);
    await delay(50);
  }
}
