import { resolve } from 'node:path';
import { type DatabaseCommand, UsageError } from '../cli/cli-command';
import { backUp } from './backup';
import { megabytes } from './backup-progress';

/** One consistent copy of the database in one file, while Florin runs or not. */
export const backup: DatabaseCommand = {
  needs: 'database',
  summary: 'writes the whole database to a new file',
  usage: ['<file>'],
  async run(config, [file, ...rest], print, warn) {
    if (file === undefined || rest.length > 0) throw new UsageError('Say to which file.');
    const path = resolve(file);
    const { rows, bytes } = await backUp(config, path, print);
    print(`${path}: ${rows.toLocaleString('en')} rows, ${megabytes(bytes)}, written and read back.`);
    warn(`
It holds personal data and password hashes, not encrypted: keep it where only you can read it.
It does NOT hold settings and secrets (JWT_SECRET, SEAL_KEY, the addresses of databases). Those that are not in the
environment are in ${config.dataFolder}/secrets: keep them too, and apart from this file. Without SEAL_KEY nobody
can check the signatures of the books' seals; without JWT_SECRET access tokens that are out end.`);
  },
};
