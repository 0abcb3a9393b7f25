import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FIRST, PLAYERS, POOR, PRODUCTS } from './players';
import { percentile } from './statistics';

const run = promisify(execFile);

export interface FloorResult {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

export interface FloorScript {
  /** `floor_purchase` or plain statements. */
  sql: string;
  /** Everybody buys, or the first player alone. */
  hot: boolean;
}

/** The machine's `pgbench`, if it has one. */
export function findPgbench(): string | null {
  const { stdout, error } = spawnSync('pgbench', ['--version'], { encoding: 'utf8' });
  return error === undefined ? stdout.trim() : null;
}

/** Runs a script by pgbench, prepared; `folder` takes its script and its log of latencies. */
export async function runPgbench(
  url: string,
  { sql, hot }: FloorScript,
  clients: number,
  seconds: number,
  folder: string,
): Promise<FloorResult> {
  const logs = join(folder, 'pgbench');
  rmSync(logs, { recursive: true, force: true });
  await mkdir(logs, { recursive: true });
  const file = join(logs, 'purchase.sql');
  writeFileSync(file, script(sql, hot));
  const threads = Math.min(clients, 2);
  const args = ['-n', '-M', 'prepared', '-c', clients, '-j', threads, '-T', seconds, '-f', file, '-l'].map(String);
  const { stdout } = await run('pgbench', [...args, `--log-prefix=${join(logs, 'latency')}`, url]);
  const failed = /number of failed transactions: (\d+)/.exec(stdout)?.[1] ?? '0';
  const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
  if (failed !== '0' || !(perSecond > 0)) throw new Error(`pgbench failed:\n${stdout}`);
  const latencies = latenciesIn(logs);
  return { perSecond, p50Ms: percentile(latencies, 50) / 1_000, p99Ms: percentile(latencies, 99) / 1_000 };
}

function script(sql: string, hot: boolean): string {
  const lastRich = FIRST + PLAYERS - POOR - 1;
  return [
    `\\set player ${hot ? FIRST : `random(${FIRST}, ${lastRich})`}`,
    `\\set item random(${FIRST}, ${FIRST + PRODUCTS - 1})`,
    sql,
  ].join('\n');
}

/** Microseconds. */
function latenciesIn(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('latency'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
    .map((line) => Number(line.split(' ')[2]));
}
