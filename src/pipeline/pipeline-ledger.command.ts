import { resolve } from 'node:path';
import { type AppCommand, UsageError } from '../platform/cli/cli-command';
import { PipelineLedger } from './pipeline-ledger.service';

/** Our side of the money, for a run of the pipeline without the service. */
export const pipelineLedger: AppCommand = {
  summary: 'writes our own paid orders (USD) as a CSV, for npm run pipeline -- --ledger FILE',
  usage: ['--out <file>'],
  async run(app, [option, file, ...others], print) {
    if (option !== '--out' || file === undefined || others.length > 0) throw new UsageError('Where to? --out <file>');
    const payments = await app.get(PipelineLedger, { strict: false }).write(resolve(file));
    print(`${payments} payments are in ${file}.`);
  },
};
