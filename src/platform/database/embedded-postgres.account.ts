import { accessSync, chownSync, constants, existsSync, lchownSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { childEnvironment } from '../config/child-environment';

import type { Binaries } from './embedded-postgres.binaries';
import type { ClusterFiles } from './embedded-postgres.files';

/** Who PostgreSQL runs as when we are root, which it refuses to run as. */
export interface Account {
  uid: number;
  gid: number;
  /** Lets PostgreSQL reach what lies below folders that are closed to this account. */
  capability?: Capability;
}

type Capability = 'dac_read_search' | 'dac_override';

export interface Command {
  file: string;
  args: string[];
  options: { uid?: number; gid?: number };
}

const CAPABILITY_BITS: Record<Capability, bigint> = { dac_override: 1n << 1n, dac_read_search: 1n << 2n };

/** Undefined: ourselves. */
export function accountFor(files: ClusterFiles, binaries: Binaries): Account | undefined {
  const owner = existsSync(files.data) ? statSync(files.data) : undefined;
  if (process.getuid?.() !== 0) {
    if (owner && owner.uid !== process.getuid?.()) {
      throw new Error(
        `The cluster ${files.data} belongs to another user (uid ${owner.uid}; this is uid ${process.getuid?.()}). ` +
          'Start as the user who made it (or as root), or choose another FLORIN_DATA.',
      );
    }
    return undefined;
  }
  // A cluster keeps its owner, even when a `postgres` user is added to the machine later.
  const account = owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : unprivilegedUser();
  if (owner && owner.uid === 0) giveAll(files.data, account);
  return { ...account, capability: capabilityFor(account, files, binaries) };
}

/** The command that runs `program` as the account. */
export function commandAs(account: Account | undefined, program: string, args: string[]): Command {
  if (!account) return { file: program, args, options: {} };
  const { uid, gid, capability } = account;
  if (!capability) return { file: program, args, options: { uid, gid } };
  // no_setuid_fixup: without it access(2) ignores the capability, and PostgreSQL finds its own binary by access(2).
  const privileges = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'];
  const capabilities = [`--inh-caps=-all,+${capability}`, `--ambient-caps=-all,+${capability}`];
  return { file: 'setpriv', args: [...privileges, ...capabilities, program, ...args], options: {} };
}

export function give(path: string, account: Account | undefined): void {
  if (account) chownSync(path, account.uid, account.gid);
}

/** A cluster that root copied or restored belongs to root until somebody gives it back. */
function giveAll(folder: string, account: Account): void {
  give(folder, account);
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    lchownSync(join(folder, name), account.uid, account.gid);
  }
}

function unprivilegedUser(): Account {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  const [uid, gid] = [Number(user?.[2]), Number(user?.[3])];
  if (uid > 0 && gid >= 0) return { uid, gid };
  throw new Error(
    'PostgreSQL does not run as root, and this system has no user "postgres" or "nobody" to run it as. ' +
      'Start Florin as an ordinary user, or set DATABASE_URL.',
  );
}

function capabilityFor(account: Account, files: ClusterFiles, binaries: Binaries): Capability | undefined {
  const mayExecute = allows(binaries.postgres, account) && allows(binaries.initdb, account);
  const mayReach = [dirname(binaries.postgres), files.folder].every((folder) => isReachable(folder, account));
  if (mayExecute && mayReach) return undefined;

  const wanted: Capability[] = mayExecute ? ['dac_read_search', 'dac_override'] : ['dac_override'];
  const ours = ownCapabilities();
  const capability = wanted.find((each) => (ours & CAPABILITY_BITS[each]) !== 0n);
  if (capability && hasSetpriv()) return capability;
  throw new Error(
    `PostgreSQL must run as an ordinary user (uid ${account.uid}), and that user cannot reach ${files.folder} or ` +
      `${dirname(binaries.postgres)}. Start Florin as the user who owns them, or put it into a folder that everybody ` +
      'may pass through (such as /srv/florin), or set DATABASE_URL.',
  );
}

function isReachable(folder: string, account: Account): boolean {
  const parent = dirname(folder);
  return allows(folder, account) && (parent === folder || isReachable(parent, account));
}

/** Whether the mode lets the account execute a file, or pass through a folder. */
function allows(path: string, { uid, gid }: Account): boolean {
  const { mode, uid: owner, gid: group } = statSync(path);
  if (owner === uid) return (mode & 0o100) !== 0;
  return (mode & (group === gid ? 0o010 : 0o001)) !== 0;
}

function ownCapabilities(): bigint {
  if (!existsSync('/proc/self/status')) return 0n;
  const permitted = /^CapPrm:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return BigInt(`0x${permitted?.[1] ?? '0'}`);
}

function hasSetpriv(): boolean {
  return childEnvironment()
    .PATH.split(':')
    .some((folder) => {
      try {
        accessSync(join(folder, 'setpriv'), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
