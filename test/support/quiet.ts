import type { TestApp } from './app';
import { eventually } from './eventually';
import { everythingSealed } from './forgery';

/** What goes on by itself has come to its end: events are read, entries are sealed. */
export async function quiet({ database }: TestApp): Promise<void> {
  await everythingSealed(database);
  await eventually(async () => {
    const behind = 'select from outbox_readers where position < (select max(id) from outbox_events)';
    expect(await database.query(behind)).toEqual([]);
  });
}
