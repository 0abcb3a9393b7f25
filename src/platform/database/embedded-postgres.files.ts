import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

/** Where everything of one embedded cluster lies; all of it is below the data folder. */
export interface ClusterFiles {
  folder: string;
  data: string;
  secrets: string;
  log: string;
  supervisorLog: string;
  libraries: string;
}

export interface Secrets {
  ownerPassword: string;
  password: string;
}

export const OWNER_ROLE = 'florin_owner';
export const APPLICATION_ROLE = 'florin';
export const DATABASE = 'florin';

/** Makes the folder when it is missing. The real path, so that two spellings of one folder mean one cluster. */
export function clusterFiles(dataFolder: string): ClusterFiles {
  // Root's PostgreSQL runs as another user, who must pass through; nobody may look around.
  mkdirSync(resolve(dataFolder), { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const folder = realpathSync(resolve(dataFolder));
  refuseForeign(folder);
  return {
    folder,
    data: join(folder, 'postgres'),
    secrets: join(folder, 'postgres.json'),
    log: join(folder, 'postgres.log'),
    supervisorLog: join(folder, 'supervisor.log'),
    libraries: join(folder, 'postgres-libraries'),
  };
}

function refuseForeign(folder: string): void {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const fault = `The data folder ${folder} belongs to another user.`;
    throw new Error(`${fault} Start as that user, or choose another FLORIN_DATA.`, { cause });
  }
}

export function connectionUrl(role: string, password: string, port: number): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

export function readSecrets(files: ClusterFiles): Secrets {
  return JSON.parse(readFileSync(files.secrets, 'utf8')) as Secrets;
}

/** Written before the cluster exists, so that no crash leaves a cluster whose password nobody knows. */
export function readOrMakeSecrets(files: ClusterFiles): Secrets {
  if (existsSync(files.secrets)) return readSecrets(files);
  if (existsSync(join(files.data, 'PG_VERSION'))) {
    throw new Error(
      `The cluster ${files.data} is there but its passwords (${files.secrets}) are not. ` +
        'Put that file back, or move both away to start with an empty database.',
    );
  }
  const secrets = { ownerPassword: randomPassword(), password: randomPassword() };
  const draft = `${files.secrets}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, files.secrets);
  return secrets;
}

/** The end of a log file, for error messages. */
export function tailOf(path: string, bytes = 2_000): string {
  if (!existsSync(path)) return '(empty)';
  const file = openSync(path, 'r');
  try {
    const length = Math.min(bytes, fstatSync(file).size);
    const buffer = Buffer.alloc(length);
    readSync(file, buffer, 0, length, fstatSync(file).size - length);
    return buffer.toString('utf8').trim() || '(empty)';
  } finally {
    closeSync(file);
  }
}

/** Opens a log for appending; one that has grown beyond `limit` begins anew. */
export function openLog(path: string, limit: number): number {
  const file = openSync(path, 'a', 0o600);
  if (fstatSync(file).size <= limit) return file;
  closeSync(file);
  writeFileSync(path, '', { mode: 0o600 });
  return openSync(path, 'a', 0o600);
}

const randomPassword = () => randomBytes(24).toString('base64url');
