import { linkSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { ClusterFiles } from './embedded-postgres.files';
import { isAnswering } from './embedded-postgres.lease';

/**
 * The supervisor's seat: lock, address and secret in one file, `supervisor.<number>.json`. Whoever finds the holder of
 * the highest number dead may make the next number, which only one can do, and numbers are never used again; so no lock
 * is ever removed and there is no moment in which two could hold it.
 */
export interface Seat {
  number: number;
  pid: number;
  port: number;
  token: string;
  host: string;
}

const NAME = /^supervisor\.(\d+)\.json$/;

/** Another machine (or container) that shares the folder cannot be asked; its seat is fresh as long as it lives. */
const HEARTBEAT_MS = 2_000;
const FRESH_MS = 15_000;
const OTHER_MACHINE_DEADLINE_MS = 60_000;

export function latestSeat(files: ClusterFiles): Seat | undefined {
  for (;;) {
    const number = seatNumbers(files).at(-1);
    if (number === undefined) return undefined;
    try {
      const seat = JSON.parse(readFileSync(seatPath(files, number), 'utf8')) as Omit<Seat, 'number'>;
      return { ...seat, number };
    } catch (error) {
      // Cut off by a power failure: its holder is dead, its number is used up.
      if (error instanceof SyntaxError) return { number, pid: 0, port: 0, token: '', host: hostname() };
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // a successor has just tidied it away
    }
  }
}

/** Undefined: somebody else holds it. */
export async function takeSeat(files: ClusterFiles, port: number, token: string): Promise<Seat | undefined> {
  const draft = join(files.folder, `supervisor.${process.pid}.${token.slice(0, 8)}.draft`);
  writeFileSync(draft, JSON.stringify({ pid: process.pid, port, token, host: hostname() }), { mode: 0o600 });
  try {
    for (;;) {
      const current = latestSeat(files);
      if (current && (await isAnswering(current))) return undefined;
      if (current) await waitForOtherMachine(files, current);
      const number = (current?.number ?? 0) + 1;
      if (!link(draft, seatPath(files, number))) continue;
      seatNumbers(files)
        .filter((each) => each < number)
        .forEach((each) => rmSync(seatPath(files, each), { force: true }));
      return { number, pid: process.pid, port, token, host: hostname() };
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** `superseded`: another supervisor thought us dead and has taken over. `gone`: the data folder was removed. */
export function standingOf(files: ClusterFiles, seat: Seat): 'held' | 'superseded' | 'gone' {
  try {
    const latest = latestSeat(files);
    if (!latest) return 'gone';
    if (latest.token === seat.token) return 'held';
    return latest.number > seat.number ? 'superseded' : 'gone';
  } catch {
    return 'gone';
  }
}

export function keepFresh(files: ClusterFiles, seat: Seat): void {
  const timer = setInterval(() => touch(files, seat, new Date()), HEARTBEAT_MS);
  timer.unref();
}

/** After a clean end nobody need wait for us. */
export function leaveSeat(files: ClusterFiles, seat: Seat): void {
  touch(files, seat, new Date(0));
}

function touch(files: ClusterFiles, seat: Seat, time: Date): void {
  try {
    utimesSync(seatPath(files, seat.number), time, time);
  } catch {
    // The folder was removed, or a successor tidied up: standingOf tells.
  }
}

async function waitForOtherMachine(files: ClusterFiles, seat: Seat): Promise<void> {
  const deadline = Date.now() + OTHER_MACHINE_DEADLINE_MS;
  const path = seatPath(files, seat.number);
  while (seat.host !== hostname() && Date.now() - statSync(path).mtimeMs < FRESH_MS) {
    if (Date.now() > deadline) {
      throw new Error(
        `${files.folder} is in use on another machine or container (${seat.host}). Two cannot share one embedded ` +
          'database: stop that one, choose another FLORIN_DATA, or set DATABASE_URL.',
      );
    }
    await delay(500);
  }
}

const seatPath = (files: ClusterFiles, number: number) => join(files.folder, `supervisor.${number}.json`);

function seatNumbers(files: ClusterFiles): number[] {
  return readdirSync(files.folder)
    .map((name) => Number(NAME.exec(name)?.[1] ?? Number.NaN))
    .filter((number) => !Number.isNaN(number))
    .sort((one, other) => one - other);
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
