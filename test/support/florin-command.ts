import { type ChildProcess, type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './eventually';

const root = join(__dirname, '..', '..');

export interface CommandOutcome {
  code: number | null;
  stdout: string;
  stderr: string;
  /** The most memory it held at a time; 0 where the system does not tell. */
  peakBytes: number;
}

/**
 * Runs a command of the built CLI in a process of its own, as `npm run florin -- …` does, with this environment alone
 * and this on its standard input.
 */
export async function florin(
  args: readonly string[],
  env: Record<string, string>,
  input?: string,
): Promise<CommandOutcome> {
  const { child, outcome } = launch(args, env);
  child.stdin.end(input);
  const watch = setInterval(() => (outcome.peakBytes = Math.max(outcome.peakBytes, peakOf(child))), 50);
  [outcome.code] = (await once(child, 'close')) as [number | null];
  clearInterval(watch);
  return outcome;
}

/** A command that goes on until it is ended; it has printed its first line. */
export async function startCommand(args: readonly string[], env: Record<string, string>) {
  const { child, outcome } = launch(args, env);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  await eventually(() => expect(outcome.stdout).toContain('\n'), 60_000);
  return {
    line: outcome.stdout,
    end: async (signal: NodeJS.Signals): Promise<number | null> => {
      child.kill(signal);
      return (await ended)[0];
    },
  };
}

function launch(
  args: readonly string[],
  env: Record<string, string>,
): { child: ChildProcessWithoutNullStreams; outcome: CommandOutcome } {
  execFileSync(process.execPath, ['build-if-stale.mjs'], { cwd: root });
  const child = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist', 'src', 'florin.js'), ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: 'pipe',
  });
  const outcome: CommandOutcome = { code: null, stdout: '', stderr: '', peakBytes: 0 };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (outcome.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (outcome.stderr += text));
  return { child, outcome };
}

function peakOf({ pid }: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}
