import fc from 'fast-check';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { OutboxHorizon } from '../src/platform/outbox/outbox-horizon';
import { OutboxRepository } from '../src/platform/outbox/outbox.repository';
import { createDatabase, type TestDatabase } from './support/database';

const WRITERS = 4;
const RUNS = process.env.LONG === 'true' ? 2_000 : 30;

type Step = { writer: number; does: 'begin' | 'write' | 'commit' | 'rollback' } | 'read';

const writer = fc.nat(WRITERS - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ writer, does: fc.constant('begin' as const) }) },
  { weight: 4, arbitrary: fc.record({ writer, does: fc.constant('write' as const) }) },
  { weight: 3, arbitrary: fc.record({ writer, does: fc.constant('commit' as const) }) },
  { weight: 1, arbitrary: fc.record({ writer, does: fc.constant('rollback' as const) }) },
  { weight: 4, arbitrary: fc.constant('read' as const) },
);

/**
 * Writers whose transactions overlap in every way, and a reader that looks between any two of their steps. A writer
 * outside a transaction writes in one of its own; `begin` takes the transaction id, which need not be in the order of
 * the event ids.
 */
describe('reading the log while transactions overlap', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let writers: Client[];

  beforeAll(async () => {
    database = await createDatabase();
    dataSource = await new DataSource({ type: 'postgres', url: database.url, installExtensions: false }).initialize();
    writers = Array.from({ length: WRITERS }, () => new Client(database.url));
    await Promise.all(writers.map((each) => each.connect()));
  });

  afterAll(async () => {
    await Promise.all(writers.map((each) => each.end()));
    await dataSource.destroy();
    await database.drop();
  });

  const insert = async (client: Client): Promise<number> => {
    const { rows } = await client.query<{ id: string }>(
      `insert into outbox_events (size, events) values (1, '[{"type":"x","payload":{}}]') returning id`,
    );
    return Number(rows[0].id);
  };

  async function play(steps: readonly Step[]): Promise<{ committed: number[]; read: number[] }> {
    const open = new Map<number, number[]>();
    const committed: number[] = [];
    const read: number[] = [];
    const repository = new OutboxRepository(dataSource);
    const horizon = new OutboxHorizon(repository);
    let { lastId: position } = await repository.lastId(); // what earlier runs wrote is settled

    const readOn = async () => {
      const { settledId } = await horizon.look();
      const rows = await database.query<{ id: string }>(
        'select id from outbox_events where id > $1 and id <= $2 order by id',
        [position, settledId],
      );
      read.push(...rows.map((row) => Number(row.id)));
      position = Math.max(position, settledId);
    };
    const take = async (index: number, does: 'begin' | 'write' | 'commit' | 'rollback') => {
      const client = writers[index];
      const written = open.get(index);
      if (does === 'begin' && written === undefined) {
        await client.query('begin');
        await client.query('select pg_current_xact_id()');
        open.set(index, []);
      } else if (does === 'write') {
        (written ?? committed).push(await insert(client));
      } else if (does !== 'begin' && written !== undefined) {
        await client.query(does);
        if (does === 'commit') committed.push(...written);
        open.delete(index);
      }
    };

    for (const next of steps) await (next === 'read' ? readOn() : take(next.writer, next.does));
    for (const index of [...open.keys()]) await take(index, 'commit');
    while (committed.some((id) => id > position)) await readOn();
    return { committed, read };
  }

  it(
    'reads every committed event once, in order of id',
    () =>
      fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), async (steps) => {
          const { committed, read } = await play(steps);
          expect(read).toEqual([...committed].sort((a, b) => a - b));
        }),
        { numRuns: RUNS, endOnFailure: true },
      ),
    RUNS * 1_000,
  );
});
