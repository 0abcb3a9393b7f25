import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { JWT_SECRET, SEAL_KEY } from './tokens';

const START_DEADLINE_MS = 60_000;
const POLL_MS = 50;

/** A server of ours that runs beside the bench. */
export interface Running {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** The built application as in production, everything on; settings of our own environment go on to it. */
export async function startApp(
  database: { url: string; ownerUrl: string },
  folder: string,
  flags: readonly string[],
): Promise<Running> {
  const env = {
    NODE_ENV: 'production',
    ROLE: 'all',
    HOST: '127.0.0.1',
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    FLORIN_DATA: join(folder, 'data'),
    JWT_SECRET,
    SEAL_KEY,
    RATE_LIMIT_SCALE: '1000000',
    SHUTDOWN_DELAY_SECONDS: '0',
  };
  const asInTheImage = ['--enable-source-maps', '--max-semi-space-size=64'];
  return start(
    'app',
    [...asInTheImage, ...flags, join(__dirname, '..', 'src', 'main.js')],
    env,
    '/health/ready',
    folder,
  );
}

/** One Nest route on the Fastify adapter, in a process of its own. */
export function startBare(folder: string): Promise<Running> {
  return start('bare', [join(__dirname, 'bare.js')], {}, '/', folder);
}

async function start(
  name: string,
  args: readonly string[],
  env: Record<string, string>,
  readyPath: string,
  folder: string,
): Promise<Running> {
  const port = await freePort();
  const logFile = join(folder, `${name}.log`);
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const url = `http://127.0.0.1:${port}`;
  const stop = () => end(child);
  try {
    await untilReady(child, `${url}${readyPath}`);
  } catch (error) {
    await stop();
    throw new Error(`${name} does not start: ${String(error)}\n${readFileSync(logFile, 'utf8').slice(-4_000)}`, {
      cause: error,
    });
  }
  return { url, pid: child.pid ?? 0, stop };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await delay(POLL_MS);
  }
  throw new Error(child.exitCode === null ? `${url} is not ready in time` : `it ended with ${child.exitCode}`);
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
