import { resolve } from 'node:path';
import { type DatabaseCommand, UsageError } from '../cli/cli-command';
import { restore as restoreFrom } from './restore';

/** Fills an empty database from such a file, and proves the books in it. */
export const restore: DatabaseCommand = {
  needs: 'database',
  provesBooks: true,
  summary: 'fills an empty database from a backup and proves its books',
  usage: ['<file>'],
  async run(config, [file, ...rest], print, warn) {
    if (file === undefined || rest.length > 0) throw new UsageError('Say from which file.');
    const { takenAt, florin } = await restoreFrom(config, resolve(file), print);
    print(`The database is as it was at ${takenAt}, under Florin ${florin}; its tables are as this Florin wants them.`);
    warn(
      'Secrets were not in the backup: give Florin the JWT_SECRET and SEAL_KEY of before. If it uses Redis, flush it.',
    );
  },
};
