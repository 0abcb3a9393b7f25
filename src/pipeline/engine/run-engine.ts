import { type ChildProcess, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { childEnvironment } from '../../platform/config/child-environment';
import type { EngineProgress, EngineResult, EngineRun } from './engine-run';
import { workFolder } from './publish';
import { type InputPlace, UnusableInput } from './unusable-input';

export type { EngineCounts, EngineProgress, EngineResult, EngineRun } from './engine-run';
export { UnusableInput } from './unusable-input';

/** What the engine's process says. */
export type EngineMessage =
  | { progress: EngineProgress }
  | { result: EngineResult }
  | { unusable: InputPlace; message: string }
  | { failed: string };

/** Somebody else ended the engine's process, mostly the kernel for want of memory: another time may go well. */
export class EngineKilled extends Error {}

const ENTRY = join(__dirname, 'engine.process.js');

/**
 * Runs the engine in a process of its own, so that no request waits for it and its memory goes back with it.
 * @throws UnusableInput when there can be no run on these inputs; AbortError when `signal` ended it; EngineKilled
 */
export async function runEngine(
  run: EngineRun,
  onProgress: (progress: EngineProgress) => void = () => undefined,
  signal?: AbortSignal,
  entry = ENTRY,
): Promise<EngineResult> {
  signal?.throwIfAborted();
  const child = fork(entry, { execArgv: ['--enable-source-maps'], env: { ...childEnvironment() }, stdio: 'ignore' });
  const kill = () => void child.kill('SIGKILL');
  signal?.addEventListener('abort', kill, { once: true });
  try {
    return await answerOf(child, run, onProgress, signal);
  } finally {
    signal?.removeEventListener('abort', kill);
    if (child.pid !== undefined) await rm(workFolder(run.reports, child.pid), { recursive: true, force: true });
  }
}

/** Settles when the process has gone, so that nobody finds its files half removed. */
function answerOf(
  child: ChildProcess,
  run: EngineRun,
  onProgress: (progress: EngineProgress) => void,
  signal?: AbortSignal,
): Promise<EngineResult> {
  return new Promise((resolve, reject) => {
    let answer: EngineMessage | undefined;
    child.on('message', (message: EngineMessage) => {
      if ('progress' in message) onProgress(message.progress);
      else answer = message;
    });
    child.once('error', reject);
    child.once('exit', (code, endedBy) => {
      if (answer !== undefined && 'result' in answer) resolve(answer.result);
      else if (signal?.aborted) reject(signal.reason as Error);
      else reject(refusal(answer) ?? endOf(code, endedBy));
    });
    child.send(run, (error) => {
      if (error) child.kill('SIGKILL');
    });
  });
}

function endOf(code: number | null, endedBy: string | null): Error {
  if (endedBy === null) return new Error(`The engine ended with ${code}.`);
  return new EngineKilled(`The engine was ended by ${endedBy}. Is there too little memory?`);
}

function refusal(answer?: EngineMessage): Error | undefined {
  if (answer === undefined) return undefined;
  if ('unusable' in answer) return new UnusableInput(answer.unusable, answer.message);
  return 'failed' in answer ? new Error(answer.failed) : undefined;
}
