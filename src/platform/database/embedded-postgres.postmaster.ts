import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `postmaster.pid` says. */
export interface PidFile {
  pid: number;
  dataFolder: string;
  startedAtSeconds: number;
  port: number;
}

/**
 * `ours`: that process is PostgreSQL on this very folder. `elsewhere`: it is the PostgreSQL the file speaks of, on the
 * folder this one was copied or moved from. `stale`: the process is gone, or its id now belongs to something else.
 */
export type Finding = 'ours' | 'elsewhere' | 'stale';

export function readPidFile(dataFolder: string): PidFile | undefined {
  const path = join(dataFolder, 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const [pid, folder = '', startedAt, port] = readFileSync(path, 'utf8').split('\n');
  return { pid: Number(pid), dataFolder: folder, startedAtSeconds: Number(startedAt), port: Number(port) };
}

export function judge(file: PidFile, dataFolder: string): Finding {
  if (isPostmasterOf(file.pid, dataFolder)) return 'ours';
  return isPostmasterOf(file.pid, file.dataFolder) ? 'elsewhere' : 'stale';
}

/** By its command line: a living process id alone proves nothing, ids are used again. */
export function isPostmasterOf(pid: number, dataFolder: string): boolean {
  return `${commandLineOf(pid)} `.includes(`/postgres -D ${dataFolder} `);
}

/** The port the cluster used last, so that it comes back where its users expect it. */
export function lastPort(dataFolder: string): number | undefined {
  const path = join(dataFolder, 'postmaster.opts');
  if (!existsSync(path)) return undefined;
  const port = /"-p" "(\d+)"/.exec(readFileSync(path, 'utf8'))?.[1];
  return port ? Number(port) : undefined;
}

export function isAlive(pid: number): boolean {
  return commandLineOf(pid) !== '';
}

/** Empty when the process is gone, or a zombie that nobody has collected. */
function commandLineOf(pid: number): string {
  if (!Number.isInteger(pid) || pid <= 0) return '';
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
      encoding: 'utf8',
      timeout: 5_000,
    }).trim();
  } catch {
    return '';
  }
}
