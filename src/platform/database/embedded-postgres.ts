import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { childEnvironment } from '../config/child-environment';
import {
  APPLICATION_ROLE,
  OWNER_ROLE,
  clusterFiles,
  connectionUrl,
  openLog,
  readSecrets,
  tailOf,
  type ClusterFiles,
} from './embedded-postgres.files';
import { askForLease, type Lease } from './embedded-postgres.lease';
import { latestSeat } from './embedded-postgres.seat';

const START_DEADLINE_MS = 180_000;
const STOP_DEADLINE_MS = 60_000;
const LOG_LIMIT_BYTES = 1_000_000;
const POLL_MS = 20;

export interface EmbeddedPostgres {
  /** As the application role: a plain login. */
  url: string;
  /** As the owner of the cluster, a superuser: for migrations. */
  ownerUrl: string;
  /** Lets go of the lease; the supervisor stops PostgreSQL once nobody has held one for a while. */
  release(): Promise<void>;
  /** Stops PostgreSQL now, unless another process needs it, and waits until it has stopped. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The compiled supervisor, where it is not beside this file (tests run from TypeScript). */
  supervisorEntry?: string;
  /** How long PostgreSQL stays up when nobody holds a lease. */
  graceMs?: number;
}

/** A real PostgreSQL in the data folder, run by a process of its own that outlives this one for a moment. */
export async function startEmbeddedPostgres(
  dataFolder: string,
  options: EmbeddedPostgresOptions = {},
): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32') {
    throw new Error('The embedded PostgreSQL does not run on Windows. Set DATABASE_URL, or use WSL or Docker.');
  }
  const files = clusterFiles(dataFolder);
  return new HeldCluster(files, options, await acquire(files, options));
}

/** The one that runs in the data folder already, for another process. */
export async function findEmbeddedPostgres(dataFolder: string): Promise<EmbeddedPostgres | undefined> {
  const files = clusterFiles(dataFolder);
  const seat = latestSeat(files);
  const answer = seat ? await askForLease(seat, START_DEADLINE_MS) : 'dead';
  return typeof answer === 'object' ? new HeldCluster(files, {}, answer) : undefined;
}

class HeldCluster implements EmbeddedPostgres {
  readonly url: string;
  readonly ownerUrl: string;
  private isReleased = false;

  constructor(
    private readonly files: ClusterFiles,
    private readonly options: EmbeddedPostgresOptions,
    private lease: Lease,
  ) {
    const secrets = readSecrets(files);
    this.url = connectionUrl(APPLICATION_ROLE, secrets.password, lease.port);
    this.ownerUrl = connectionUrl(OWNER_ROLE, secrets.ownerPassword, lease.port);
    this.hold(lease);
  }

  async release(): Promise<void> {
    this.isReleased = true;
    this.lease.channel.ref(); // whoever waits for this has something to do afterwards: to exit with its code, say
    await this.lease.channel.end();
  }

  async stop(): Promise<void> {
    this.isReleased = true;
    // A supervisor that was killed left PostgreSQL running: only a new one can stop it.
    const { channel } = this.lease.channel.isOpen ? this.lease : await acquire(this.files, this.options);
    channel.ref();
    channel.send({ stop: true });
    const answer = await channel.next(STOP_DEADLINE_MS);
    await channel.end();
    if (typeof answer?.stopped === 'boolean') return;
    throw new Error(
      `PostgreSQL did not stop: ${JSON.stringify(answer?.error ?? 'no answer')}. See ${this.files.supervisorLog}.`,
    );
  }

  private hold(lease: Lease): void {
    this.lease = lease;
    lease.channel.unref();
    void lease.channel.closed.then(() => this.regain());
  }

  /** Somebody killed the supervisor: a new one adopts PostgreSQL, which has not noticed. */
  private async regain(): Promise<void> {
    while (!this.isReleased) {
      try {
        const lease = await acquire(this.files, this.options);
        if (this.isReleased) return lease.channel.destroy();
        return this.hold(lease);
      } catch {
        // Readiness tells the operator if the database is away; here we only go on trying.
        await delay(1_000, undefined, { ref: false });
      }
    }
  }
}

async function acquire(files: ClusterFiles, options: EmbeddedPostgresOptions): Promise<Lease> {
  const deadline = Date.now() + START_DEADLINE_MS;
  let supervisor: ChildProcess | undefined;
  while (Date.now() < deadline) {
    const seat = latestSeat(files);
    const answer = seat ? await askForLease(seat, deadline - Date.now()) : 'dead';
    if (typeof answer === 'object') return answer;
    // Exit code 0: another supervisor was faster, and has ended since.
    if (supervisor?.exitCode) throw new Error(`The supervisor of PostgreSQL failed:\n${tailOf(files.supervisorLog)}`);
    if (answer === 'dead' && (!supervisor || hasEnded(supervisor))) supervisor = launch(files, options);
    await delay(POLL_MS);
  }
  throw new Error(`PostgreSQL did not start in time. The end of ${files.log}:\n${tailOf(files.log)}`);
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** In a session of its own, so that Ctrl-C in our terminal does not reach it, and without our environment. */
function launch(files: ClusterFiles, { supervisorEntry, graceMs = 10_000 }: EmbeddedPostgresOptions): ChildProcess {
  const entry = supervisorEntry ?? join(__dirname, 'embedded-postgres.supervisor.js');
  const log = openLog(files.supervisorLog, LOG_LIMIT_BYTES);
  const child = spawn(process.execPath, [entry, files.folder, String(graceMs)], {
    detached: true,
    cwd: '/',
    env: { ...childEnvironment(), LANG: 'C', TZ: 'UTC' },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.on('error', () => undefined); // without an id it did not start
  if (child.pid === undefined) throw new Error(`Cannot start ${process.execPath} for the embedded PostgreSQL.`);
  child.unref();
  return child;
}
