import { type CliCommand, UsageError } from '../platform/cli/cli-command';
import { Config } from '../platform/config/config';
import { DemonstrationService } from './demonstration.service';

/** Fills an empty database with the demonstration. */
export const seed: CliCommand = {
  summary: 'fills an empty database with the demonstration data',
  usage: [''],
  migrates: true,
  async run(app, _args, print) {
    if (!app.get(Config).demo) throw new UsageError('The demonstration is switched off (DEMO).');
    const accounts = await app.get(DemonstrationService, { strict: false }).seedIfEmpty();
    if (accounts === null) print('The database is not empty: nothing was changed.');
    else print(`The demonstration is there. Accounts: ${accounts.player}, ${accounts.admin}.`);
  },
};
