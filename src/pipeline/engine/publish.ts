import { access, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { alone } from './folder-lock';

/** The finished reports of a run that are moving to their names: whoever comes next ends the move. */
const READY = '.ready';

const WORK = '.work-';

/** Moves last but for what a run may not have: while it has not, what else is missing was never made. */
const LAST = 'purchases_curated.csv';
const OPTIONAL = ['three_way.json'];

/**
 * Puts all files of `work` in their places among the reports. The rename of the folder is the moment at which the run
 * counts; whatever happens after it, `finishPublishing` brings the rest. Several processes may run for one folder: they
 * publish one after another.
 */
export async function publish(work: string, reports: string): Promise<void> {
  await alone(reports, async () => {
    await moveReady(reports);
    await rename(work, join(reports, READY));
    await moveReady(reports);
  });
}

export async function finishPublishing(reports: string): Promise<void> {
  if (await exists(join(reports, READY))) await alone(reports, () => moveReady(reports));
}

async function moveReady(reports: string): Promise<void> {
  const ready = join(reports, READY);
  if (!(await exists(ready))) return;
  const names = await readdir(ready);
  for (const name of OPTIONAL) {
    if (names.includes(LAST) && !names.includes(name)) await rm(join(reports, name), { force: true });
  }
  for (const name of names.toSorted((a, b) => turn(a) - turn(b))) await rename(join(ready, name), join(reports, name));
  await rm(ready, { recursive: true });
}

const turn = (name: string) => (OPTIONAL.includes(name) ? 2 : Number(name === LAST));

/** Where the process with this id makes what is not finished, beside the reports. */
export const workFolder = (reports: string, pid: number) => join(reports, `${WORK}${pid}`);

/** Removes what runs that were killed have left. */
export async function sweep(reports: string): Promise<void> {
  for (const name of await readdir(reports)) {
    const pid = Number(name.startsWith(WORK) ? name.slice(WORK.length) : Number.NaN);
    if (Number.isInteger(pid) && !isAlive(pid)) await rm(join(reports, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
