import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually } from './eventually';

/** Long, since a busy machine proves nothing. */
const READY_WITHIN_MS = 180_000;

const root = join(__dirname, '..', '..');

/** A built Florin in a process of its own, as an operator runs it: it can be killed. */
export interface FlorinProcess {
  /** `http://127.0.0.1:port` */
  url: string;
  process: ChildProcess;
  output(): string;
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts `dist/src/main.js` with this environment alone and waits until it serves. */
export async function startFlorin(env: Record<string, string>): Promise<FlorinProcess> {
  execFileSync(process.execPath, ['build-if-stale.mjs'], { cwd: root });
  const child = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist', 'src', 'main.js')], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: '0',
      RATE_LIMIT_SCALE: '100000',
      DEMO_HISTORY: 'false',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));

  await eventually(() => {
    if (child.exitCode !== null) throw new Error(`Florin ended with ${child.exitCode}:\n${text}`);
    if (!text.includes('Florin is ready')) throw new Error(`Florin is not ready:\n${text}`);
  }, READY_WITHIN_MS);
  return {
    url: /http:\/\/[\d.]+:\d+/.exec(text)?.[0] ?? '',
    process: child,
    output: () => text,
    end: async (signal) => {
      const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
      child.kill(signal);
      const [code, endedBy] = await ended;
      return { code, signal: endedBy };
    },
  };
}
