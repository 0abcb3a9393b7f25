import { spawn } from 'node:child_process';
import { closeSync, existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { accountFor, commandAs, type Account } from './embedded-postgres.account';
import { findBinaries, type Binaries } from './embedded-postgres.binaries';
import { openLog, readOrMakeSecrets, tailOf, type ClusterFiles, type Secrets } from './embedded-postgres.files';
import { ensureCluster, refuseForeignCluster } from './embedded-postgres.initdb';
import { freePort } from './embedded-postgres.port';
import { isAlive, isPostmasterOf, judge, lastPort, readPidFile, type PidFile } from './embedded-postgres.postmaster';
import { ensureDatabase, waitUntilReady } from './embedded-postgres.session';

const READY_DEADLINE_MS = 120_000;
const LOCK_FILE_DEADLINE_MS = 30_000;
const POLL_MS = 250;
const STOP_POLL_MS = 20;
const LOG_LIMIT_BYTES = 10_000_000;

/** From the gentlest on. Never SIGKILL: it would leave the backends of a dead postmaster behind. */
const SIGNALS: readonly [NodeJS.Signals, number][] = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 10_000],
];

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 100,
  shared_buffers: '128MB',
  max_wal_size: '256MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

interface Running {
  pid: number;
  port: number;
  ended: Promise<void>;
}

/** The PostgreSQL server on our data folder: made, adopted, started, watched, stopped. */
export class Cluster {
  private binaries: Binaries;
  private account?: Account;
  private secrets: Secrets;
  private running?: Running;

  constructor(
    private readonly files: ClusterFiles,
    private readonly log: (line: string) => void,
  ) {}

  /** The port it answers on. */
  async open(): Promise<number> {
    this.binaries = findBinaries(this.files);
    await refuseForeignCluster(this.files, this.binaries); // before anything is touched
    this.account = accountFor(this.files, this.binaries);
    this.secrets = readOrMakeSecrets(this.files);
    await ensureCluster(this.files, this.binaries, this.account, this.secrets);
    const port = await this.run(await freePort(lastPort(this.files.data)));
    await ensureDatabase(port, this.secrets);
    return port;
  }

  /** Adopts the server that a killed supervisor left behind, or starts one on this port. */
  async run(port: number): Promise<number> {
    const deadline = Date.now() + LOCK_FILE_DEADLINE_MS;
    for (;;) {
      try {
        this.running = (await this.adopt()) ?? (await this.launch(port));
        return this.running.port;
      } catch (error) {
        // The file outlives a failed start only while somebody else holds the folder: a server that was just coming
        // up, or the last backends of a killed one. Both settle by themselves.
        if (!existsSync(this.pidFile) || Date.now() > deadline) throw error;
        this.log(`not yet: ${(error as Error).message.split('\n')[0]}`);
        await delay(POLL_MS);
      }
    }
  }

  async ended(): Promise<void> {
    await this.running?.ended;
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    await this.end(this.running.pid);
    await this.running.ended;
  }

  private async adopt(): Promise<Running | undefined> {
    const found = readPidFile(this.files.data);
    if (!found) return undefined;
    const finding = judge(found, this.files.data);
    if (finding !== 'ours') {
      if (finding === 'stale') this.removeStale(found);
      return undefined; // PostgreSQL itself refuses, with a good message, where the file is to be respected
    }
    const { pid, port } = found;
    const isRunning = () => isPostmasterOf(pid, this.files.data);
    try {
      const identity = await waitUntilReady(port, this.secrets, isRunning, READY_DEADLINE_MS);
      const isSame = Math.abs(identity.startedAtSeconds - found.startedAtSeconds) <= 5;
      if (!isSame || identity.dataFolder !== this.files.data) throw new Error('Another server answers on its port.');
      this.log(`adopted PostgreSQL ${pid} on port ${port}`);
      return { pid, port, ended: pollUntil(() => !isRunning(), POLL_MS) };
    } catch (error) {
      this.log(`cannot adopt PostgreSQL ${pid}: ${(error as Error).message}`);
      await this.end(pid);
      return undefined;
    }
  }

  /** PostgreSQL clears the file of a dead process itself, but not when the id now belongs to another process. */
  private removeStale({ pid }: PidFile): void {
    const isReused = isAlive(pid);
    const isEmpty = Number.isNaN(pid) && Date.now() - statSync(this.pidFile).mtimeMs > 2 * POLL_MS;
    if (isReused || isEmpty) rmSync(this.pidFile, { force: true });
  }

  private async launch(port: number): Promise<Running> {
    const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const args = ['-D', this.files.data, '-p', String(port), ...settings];
    const command = commandAs(this.account, this.binaries.postgres, args);
    const log = openLog(this.files.log, LOG_LIMIT_BYTES);
    const child = spawn(command.file, command.args, {
      ...command.options,
      env: this.binaries.env,
      cwd: '/',
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    let isRunning = true;
    const ended = new Promise<void>((resolve) =>
      ['exit', 'error'].forEach((event) => child.once(event, () => resolve())),
    );
    void ended.then(() => (isRunning = false));
    try {
      await waitUntilReady(port, this.secrets, () => isRunning, READY_DEADLINE_MS);
    } catch (error) {
      if (child.pid) await this.end(child.pid);
      throw new Error(`${(error as Error).message} The end of ${this.files.log}:\n${tailOf(this.files.log)}`, {
        cause: error,
      });
    }
    this.log(`started PostgreSQL ${child.pid} on port ${port}`);
    return { pid: child.pid!, port, ended };
  }

  private async end(pid: number): Promise<void> {
    const isRunning = () => isPostmasterOf(pid, this.files.data);
    for (const [signal, patienceMs] of SIGNALS) {
      if (!isRunning()) return;
      this.log(`stopping PostgreSQL ${pid} with ${signal}`);
      kill(pid, signal);
      const deadline = Date.now() + patienceMs;
      await pollUntil(() => !isRunning() || Date.now() > deadline, STOP_POLL_MS);
    }
    if (isRunning()) throw new Error(`PostgreSQL ${pid} does not stop. See ${this.files.log}.`);
  }

  private get pidFile(): string {
    return join(this.files.data, 'postmaster.pid');
  }
}

async function pollUntil(condition: () => boolean, everyMs: number): Promise<void> {
  while (!condition()) await delay(everyMs);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
