import type { INestApplicationContext } from '@nestjs/common';
import { type CliCommand, UsageError } from '../cli/cli-command';
import { OutboxParkedRepository } from './outbox-parked.repository';
import { OutboxParking } from './outbox-parking';
import { OutboxStatusRepository } from './outbox-status.repository';

const MAX_LISTED = 20;

type Print = (line: string) => void;

/** Shows how far the readers are, and looks after what they could not apply. */
export const outbox: CliCommand = {
  summary: 'how far each reader of the events is behind, and the events it parked',
  usage: ['', 'replay <reader> [event id]', 'forget <reader>'],
  async run(app, [action, reader, id, ...rest], print) {
    if (rest.length > 0) throw new UsageError('Too many arguments.');
    if (action === undefined) return show(app, print);
    if (reader === undefined) throw new UsageError('Which reader?');
    if (action === 'replay') return replay(app, reader, id, print);
    if (action === 'forget' && id === undefined) return forget(app, reader, print);
    throw new UsageError(`The outbox knows no "${action}".`);
  },
};

async function show(app: INestApplicationContext, print: Print): Promise<void> {
  const repository = app.get(OutboxStatusRepository, { strict: false });
  const [readers, blocker] = await Promise.all([repository.readers(), repository.blocker()]);
  if (readers.length === 0) print('No reader has started yet.');
  for (const { name, lagEvents, lagSeconds, parked } of readers) {
    print(`${name}: ${lagEvents} events behind (${lagSeconds.toFixed(1)} s), ${parked} parked`);
    await showParked(app, name, print);
  }
  if (blocker !== undefined && readers.some((reader) => reader.lagEvents > 0)) {
    const { application, pid, seconds } = blocker;
    print(`The oldest writing transaction is of ${application} (pid ${pid}), ${seconds.toFixed(1)} s old.`);
  }
}

async function showParked(app: INestApplicationContext, reader: string, print: Print): Promise<void> {
  const parked = await app.get(OutboxParkedRepository, { strict: false }).find(reader);
  for (const { id, type, attempts, error } of parked.slice(0, MAX_LISTED)) {
    print(`  ${id} ${type}, ${attempts} attempts: ${error}`);
  }
  if (parked.length > MAX_LISTED) print(`  … and ${parked.length - MAX_LISTED} more`);
}

async function replay(app: INestApplicationContext, reader: string, id: string | undefined, print: Print) {
  if (id !== undefined && !/^\d{1,15}$/.test(id)) throw new UsageError(`${id} is no event id.`);
  const number = id === undefined ? undefined : Number(id);
  const { applied, failed } = await app.get(OutboxParking, { strict: false }).replay(reader, number);
  print(`${applied} applied, ${failed} failed again.`);
  if (failed > 0) throw new Error('Some events failed again; `outbox` shows why.');
}

async function forget(app: INestApplicationContext, reader: string, print: Print): Promise<void> {
  const isForgotten = await app.get(OutboxStatusRepository, { strict: false }).forget(reader);
  if (!isForgotten) throw new Error(`There is no reader named ${reader}.`);
  print(`${reader} is forgotten, with its parked events. If its code still runs, it begins anew at the next start.`);
}
