import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { Cluster } from './embedded-postgres.cluster';
import { clusterFiles, type ClusterFiles } from './embedded-postgres.files';
import { GREETING_DEADLINE_MS } from './embedded-postgres.lease';
import { Leases, type Host } from './embedded-postgres.leases';
import { keepFresh, leaveSeat, standingOf, takeSeat, type Seat } from './embedded-postgres.seat';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
const SETTLED_MS = 60_000;
const WATCH_MS = 1_000;
const LAST_WORDS_MS = 500;
const FAREWELL_MS = 50;

/**
 * The process that owns the embedded PostgreSQL, started by whoever needs it first:
 * `node embedded-postgres.supervisor.js <data folder> <milliseconds to stay without a lease>`.
 */
class Supervisor implements Host {
  private readonly token = randomBytes(32).toString('hex');
  private readonly leases = new Leases(this.token, this);
  private readonly cluster: Cluster;
  private seat: Seat;
  private working?: Promise<number>;
  private stopping?: Promise<void>;
  private idle?: NodeJS.Timeout;
  private meetFirstHolder: () => void;
  private readonly firstHolder = new Promise<void>((resolve) => (this.meetFirstHolder = resolve));
  private readonly hurry = new AbortController();

  constructor(
    private readonly files: ClusterFiles,
    private readonly graceMs: number,
  ) {
    this.cluster = new Cluster(files, (line) => this.log(line));
  }

  async run(): Promise<void> {
    const port = await this.leases.listen();
    const seat = await takeSeat(this.files, port, this.token);
    if (!seat) return process.exit(0); // another one was faster
    this.seat = seat;
    (['SIGTERM', 'SIGINT', 'SIGHUP'] as const).forEach((signal) => process.on(signal, () => this.leave(signal)));
    keepFresh(this.files, seat);
    setInterval(() => this.checkSeat(), WATCH_MS);
    const opened = await this.ready().catch((error: Error) => this.giveUp(error));
    // Whoever started us may still be waiting for the greeting of a frozen predecessor.
    if (this.leases.count === 0) this.leaveAfter(this.graceMs + GREETING_DEADLINE_MS);
    await this.keepRunning(opened);
  }

  /** Whoever asks while PostgreSQL is being restarted waits for that. */
  ready(): Promise<number> {
    return (this.working ??= this.cluster.open());
  }

  isStopping(): boolean {
    return this.stopping !== undefined;
  }

  leasesChanged(count: number): void {
    clearTimeout(this.idle);
    if (count === 0) this.leaveAfter(this.graceMs);
    else this.meetFirstHolder();
  }

  /** Ends the process as well, once the holder that asked has its answer. */
  async stop(reason = 'asked to'): Promise<void> {
    this.stopping ??= this.stopCluster(reason).finally(() => setTimeout(() => process.exit(), FAREWELL_MS));
    await this.stopping;
  }

  private leaveAfter(ms: number): void {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.leave('nobody needs it'), ms);
  }

  private leave(reason: string): void {
    this.stop(reason).catch((error: Error) => {
      this.log(`stopping failed: ${error.message}`);
      process.exitCode = 1;
    });
  }

  private async stopCluster(reason: string): Promise<void> {
    this.log(`stopping: ${reason}`);
    this.yieldToSuccessor(); // we may have been frozen, and this may be the first thing we do since
    this.hurry.abort();
    await this.working?.catch(() => undefined); // a start that is under way leaves a server to stop, or has failed
    await this.cluster.stop();
    leaveSeat(this.files, this.seat);
  }

  /** Restarts a server that dies, on its port, as long as somebody needs it. */
  private async keepRunning(port: number): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    for (;;) {
      const since = Date.now();
      await this.working
        ?.then(() => this.cluster.ended())
        .catch((error: Error) => this.stopping ?? this.log(error.message));
      if (this.stopping) return;
      if (Date.now() - since > SETTLED_MS) pauseMs = FIRST_PAUSE_MS;
      this.log(`PostgreSQL is gone; starting it again in ${pauseMs} ms`);
      this.working = delay(pauseMs, undefined, { signal: this.hurry.signal }).then(() => {
        this.yieldToSuccessor();
        return this.cluster.run(port);
      });
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  private checkSeat(): void {
    this.yieldToSuccessor();
    if (standingOf(this.files, this.seat) === 'gone' && !this.stopping) this.leave('the data folder is gone');
  }

  /** The server is no longer ours to start or stop. */
  private yieldToSuccessor(): void {
    if (standingOf(this.files, this.seat) !== 'superseded') return;
    this.log('another supervisor has taken over');
    process.exit(1);
  }

  /** Stays just long enough to tell those who wait; who comes later makes a new attempt. */
  private async giveUp(error: Error): Promise<never> {
    this.log(error.message);
    await Promise.race([this.firstHolder, delay(LAST_WORDS_MS)]);
    this.stopping = Promise.resolve();
    await delay(FAREWELL_MS);
    leaveSeat(this.files, this.seat);
    return process.exit(1);
  }

  private log(line: string): void {
    try {
      appendFileSync(this.files.supervisorLog, `${new Date().toISOString()} [${process.pid}] ${line}\n`);
    } catch {
      // The disk is full or the folder gone: keeping PostgreSQL up matters more than saying so.
    }
  }
}

const [dataFolder, graceMs] = process.argv.slice(2);
new Supervisor(clusterFiles(dataFolder), Number(graceMs)).run().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`); // the log of the supervisor: whoever started us quotes it
  process.exit(1);
});
