import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { wholeEnvironment } from '../platform/config/child-environment';

const ENTRY = join(__dirname, '..', 'main.js');
/** Unless the environment says otherwise: all players come from one address, are in a hurry, and look for no past. */
const DEFAULTS = { RATE_LIMIT_SCALE: '1000', LOG_LEVEL: 'warn', DEMO_HISTORY: 'false' };
const READY_WITHIN_MS = 180_000;
const POLL_MS = 100;
const TAIL_CHARACTERS = 2_000;

/** A Florin that the simulator starts itself, and so may kill. */
export class FlorinProcess {
  private child: ChildProcess | undefined;
  private readonly logFile: string;
  private readonly end = () => this.child?.kill('SIGKILL');

  /** @param settings beside those of this process */
  constructor(
    private readonly url: string,
    dataFolder: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    this.logFile = join(dataFolder, 'simulated-florin.log');
  }

  /** @throws Error when it does not become ready */
  async start(): Promise<void> {
    const log = openSync(this.logFile, 'a', 0o600);
    const args = ['--enable-source-maps', '--max-semi-space-size=64', ENTRY];
    // A group of its own: Ctrl-C ends the story first.
    const child = spawn(process.execPath, args, {
      env: wholeEnvironment(this.settings, DEFAULTS),
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    this.child = child;
    process.once('exit', this.end);
    await untilReady(this.url, () => {
      if (child.exitCode === null && child.signalCode === null) return;
      throw new Error(`Florin ended while it started:\n${readFileSync(this.logFile, 'utf8').slice(-TAIL_CHARACTERS)}`);
    });
  }

  /** kill -9, and a new start with the same settings. */
  async killAndRestart(): Promise<void> {
    await this.finish('SIGKILL');
    await this.start();
  }

  async stop(): Promise<void> {
    await this.finish('SIGTERM');
  }

  private async finish(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    process.removeListener('exit', this.end);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

/** Whether anything answers there, whatever it is. */
export async function isListening(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    () => true,
    (error: unknown) => (error as Error).name === 'TimeoutError',
  );
}

/**
 * @param check throws when there is nothing to wait for
 * @throws Error when it takes too long
 */
export async function untilReady(url: string, check: () => void = () => undefined): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    check();
    const isReady = await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(5_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await delay(POLL_MS);
  }
  throw new Error(`Florin at ${url} was not ready within ${READY_WITHIN_MS / 1_000} s.`);
}
