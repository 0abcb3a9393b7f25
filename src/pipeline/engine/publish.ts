import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The finished reports of a run that are moving to their names: whoever comes next ends the move. */
const READY = '.ready';

/** Reports of the run before that a run may not have. */
const OPTIONAL = ['three_way.json'];

/**
 * Puts all files of `work` in their places among the reports. The rename of the folder is the moment at which the run
 * counts; whatever happens after it, `finishPublishing` brings the rest.
 */
export async function publish(work: string, reports: string): Promise<void> {
  await rename(work, join(reports, READY));
  await finishPublishing(reports);
}

export async function finishPublishing(reports: string): Promise<void> {
  const ready = join(reports, READY);
  if (!(await exists(ready))) return;
  const names = await readdir(ready);
  if (names.includes('purchases_curated.csv'))
    // the last to move
    for (const name of OPTIONAL) if (!names.includes(name)) await rm(join(reports, name), { force: true });
  for (const name of [...names.filter((name) => name !== 'purchases_curated.csv'), 'purchases_curated.csv'])
    if (names.includes(name)) await rename(join(ready, name), join(reports, name));
  await rm(ready, { recursive: true });
}

/** A folder beside the reports for what is not finished, and for what DuckDB spills. */
export async function workFolder(reports: string, name: string): Promise<string> {
  const folder = join(reports, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
