import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { commandAs, give, type Account } from './embedded-postgres.account';
import type { Binaries } from './embedded-postgres.binaries';
import { OWNER_ROLE, type ClusterFiles, type Secrets } from './embedded-postgres.files';

const INITDB_DEADLINE_MS = 120_000;

const run = promisify(execFile);

/**
 * Major versions of PostgreSQL do not read each other's files.
 *
 * @throws Error when what lies in the data folder is no cluster of the binaries' own version
 */
export async function refuseForeignCluster(files: ClusterFiles, binaries: Binaries): Promise<void> {
  const ours = await majorVersion(binaries);
  if (!isMade(files)) return;
  const theirs = readFileSync(join(files.data, 'PG_VERSION'), 'utf8').trim();
  if (theirs === ours) return;
  throw new Error(
    `The cluster ${files.data} was made by PostgreSQL ${theirs}; this Florin brings PostgreSQL ${ours}. Nothing was ` +
      `touched.\n${Number(theirs) < Number(ours) ? wayFromOlder(files) : wayFromNewer(files)}\n` +
      'Or set DATABASE_URL to a server of your own.',
  );
}

const wayFromOlder = ({ data }: ClusterFiles) => `To take the data along:
  1. with the Florin that made it (its release, installed with npm ci): npm run florin -- backup florin.backup
  2. move ${data} away, and leave the rest of the folder: its secrets go with the data
  3. with this Florin: npm run florin -- restore florin.backup
To start empty: only step 2.`;

const wayFromNewer = ({ data }: ClusterFiles) =>
  `It belongs to a later release of Florin: start that one. Or move ${data} away and restore a backup that this release made.`;

/** Leaves a cluster in place, or throws and has touched nothing. */
export async function ensureCluster(
  files: ClusterFiles,
  binaries: Binaries,
  account: Account | undefined,
  secrets: Secrets,
): Promise<void> {
  if (!isMade(files)) await makeCluster(files, binaries, account, secrets);
}

function isMade(files: ClusterFiles): boolean {
  if (!existsSync(files.data) || readdirSync(files.data).length === 0) return false;
  if (existsSync(join(files.data, 'PG_VERSION'))) return true;
  throw new Error(
    `${files.data} is not empty and is no PostgreSQL cluster. Move it away, or choose another FLORIN_DATA.`,
  );
}

/** In a folder of its own that is renamed when complete, so that a crash never leaves half a cluster in place. */
async function makeCluster(
  files: ClusterFiles,
  binaries: Binaries,
  account: Account | undefined,
  secrets: Secrets,
): Promise<void> {
  removeLeftovers(files);
  const workshop = mkdtempSync(`${files.data}.new-`);
  const [data, password] = [join(workshop, 'data'), join(workshop, 'password')];
  try {
    mkdirSync(data, { mode: 0o700 });
    writeFileSync(password, secrets.ownerPassword, { mode: 0o600 });
    [workshop, data, password].forEach((path) => give(path, account));
    // prettier-ignore
    await execute(binaries, account, binaries.initdb, [
      '-D', data, `--username=${OWNER_ROLE}`, `--pwfile=${password}`, '--auth=scram-sha-256',
      // Cases of every alphabet are folded, by tables of PostgreSQL's own: nothing depends on the machine.
      '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8', '--no-instructions',
    ]);
    renameSync(data, files.data);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

function removeLeftovers(files: ClusterFiles): void {
  readdirSync(dirname(files.data))
    .filter((name) => name.startsWith(`${basename(files.data)}.new-`))
    .forEach((name) => rmSync(join(dirname(files.data), name), { recursive: true, force: true }));
}

/** Running the binary tells its version and proves that it runs at all. Nothing but this may root do with it. */
async function majorVersion(binaries: Binaries): Promise<string> {
  const output = await execute(binaries, undefined, binaries.postgres, ['--version']);
  const version = /PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (!version) throw new Error(`${binaries.postgres} does not tell its version: ${output}`);
  return version;
}

async function execute(
  binaries: Binaries,
  account: Account | undefined,
  program: string,
  args: string[],
): Promise<string> {
  const { file, args: allArgs, options } = commandAs(account, program, args);
  try {
    const { stdout } = await run(file, allArgs, {
      ...options,
      env: binaries.env,
      cwd: '/',
      timeout: INITDB_DEADLINE_MS,
    });
    return stdout;
  } catch (error) {
    const { message, stderr = '' } = error as Error & { stderr?: string };
    throw new Error(`${basename(program)} failed: ${stderr.trim() || message}`, { cause: error });
  }
}
