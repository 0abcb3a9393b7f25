import { Client } from 'pg';
import { OutboxHorizon } from '../src/platform/outbox/outbox-horizon';
import { OutboxParking } from '../src/platform/outbox/outbox-parking';
import type { TestDatabase } from './support/database';
import { eventually } from './support/eventually';
import { CopyNotes, createNotesDatabase, NoteLost, NoteTaken, type OutboxProcess, startOutbox } from './support/outbox';

describe('the outbox', () => {
  let database: TestDatabase;
  const processes: OutboxProcess[] = [];

  beforeEach(async () => {
    database = await createNotesDatabase();
  });

  afterEach(async () => {
    CopyNotes.duringApply = async () => undefined;
    await Promise.all(processes.splice(0).map((each) => each.close()));
    await database.drop();
  });

  async function start(options: Parameters<typeof startOutbox>[1] = {}): Promise<OutboxProcess> {
    const started = await startOutbox(database, options);
    processes.push(started);
    return started;
  }

  async function copies(): Promise<number[]> {
    return (await database.query<{ number: number }>('select number from copies order by at')).map((row) => row.number);
  }

  it('gives a handler its events in order, once, and none of other types', async () => {
    const worker = await start();
    await worker.take(new NoteTaken('ann', 1), new NoteLost() as NoteTaken, new NoteTaken('ann', 2));
    await worker.take(new NoteTaken('bob', 3));
    await eventually(async () => expect(await copies()).toEqual([1, 2, 3]));
    const ids = await database.query<{ id: string }>('select event_id as id from copies order by at');
    expect(ids.map((row) => Number(row.id))).toEqual([1_000, 1_002, 2_000]);
  });

  it('gives a new reader what was written before it was there', async () => {
    const writer = await start({ role: 'api', handlers: [] });
    await writer.take(new NoteTaken('ann', 1));
    await start();
    await eventually(async () => expect(await copies()).toEqual([1]));
  });

  it('forgets what was not committed', async () => {
    const worker = await start();
    await expect(worker.take({ player: 'no event' } as NoteTaken)).rejects.toThrow('no static type');
    await worker.take(new NoteTaken('ann', 2));
    await eventually(async () => expect(await copies()).toEqual([2]));
  });

  it('applies thousands of events of one write', async () => {
    const worker = await start();
    const numbers = Array.from({ length: 3_500 }, (_, index) => index);
    await worker.take(...numbers.map((number) => new NoteTaken('ann', number)));
    await eventually(async () => expect(await copies()).toEqual(numbers));
  });

  describe('with overlapping transactions', () => {
    let first: Client;
    let second: Client;

    beforeEach(async () => {
      [first, second] = [new Client(database.ownerUrl), new Client(database.ownerUrl)];
      await Promise.all([first.connect(), second.connect()]);
    });

    afterEach(() => Promise.all([first.end(), second.end()]));

    const insert = (client: Client, number: number) =>
      client.query('insert into outbox_events (size, events) values (1, $1)', [
        `[{"type":"note.taken","payload":{"player":"ann","number":${number}}}]`,
      ]);

    it.each([
      ['the smaller transaction id has the smaller event id', 1],
      ['the smaller transaction id has the larger event id', 2],
    ])('waits for the smaller id and keeps the order: %s', async (_, earlier) => {
      const worker = await start();
      const horizon = worker.get(OutboxHorizon);
      await worker.take(new NoteTaken('ann', 0));
      await eventually(async () => expect(await copies()).toEqual([0]));

      await first.query('begin');
      await second.query('begin');
      await (earlier === 1 ? first : second).query('select pg_current_xact_id()');
      await insert(first, 1);
      await insert(second, 2);
      await second.query('commit');
      expect(await horizon.look()).toMatchObject({ isHeldBack: true, settledId: 1_999 });
      expect(await horizon.look()).toMatchObject({ isHeldBack: true, settledId: 1_999 });
      expect(await copies()).toEqual([0]);
      await first.query('commit');
      await eventually(async () => expect(await copies()).toEqual([0, 1, 2]));
    });

    it('goes on when the transaction that held it back is rolled back', async () => {
      await start();
      await first.query('begin');
      await insert(first, 1);
      await insert(second, 2);
      await first.query('rollback');
      await eventually(async () => expect(await copies()).toEqual([2]));
    });
  });

  it('applies every event once when two workers are at it', async () => {
    const workers = [await start(), await start()];
    const numbers = Array.from({ length: 200 }, (_, index) => index);
    await Promise.all(numbers.map((number) => workers[number % 2].take(new NoteTaken('ann', number))));
    await eventually(async () => expect((await copies()).sort((a, b) => a - b)).toEqual(numbers));
    await Promise.all(processes.splice(0).map((each) => each.close()));
    expect(await copies()).toHaveLength(200);
    const rows = await database.query<{ id: string }>('select event_id as id from copies order by at');
    const ids = rows.map((row) => Number(row.id));
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });

  it('applies a window once when its connection is cut in the middle', async () => {
    let cuts = 0;
    CopyNotes.duringApply = async () => {
      if (cuts++ > 0) return;
      await database.query(`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'florin worker' and state like 'idle in transaction%' and datname = current_database()`);
    };
    const worker = await start();
    await worker.take(new NoteTaken('ann', 1), new NoteTaken('ann', 2));
    await eventually(async () => expect(await copies()).toEqual([1, 2]));
    expect(cuts).toBeGreaterThan(1);
  });

  describe('an event that keeps failing', () => {
    it('is parked with its error, and the rest goes on in order', async () => {
      await database.query('insert into poison values (7), (150)');
      const worker = await start();
      const numbers = Array.from({ length: 300 }, (_, index) => index);
      await worker.take(...numbers.map((number) => new NoteTaken('ann', number)));
      const healthy = numbers.filter((number) => number !== 7 && number !== 150);
      await eventually(async () => expect(await copies()).toEqual(healthy));
      const parked = await database.query(
        'select reader, type, payload, error, attempts from outbox_parked order by id',
      );
      expect(parked).toEqual(
        [7, 150].map((number) => ({
          reader: 'CopyNotes',
          type: 'note.taken',
          payload: { player: 'ann', number },
          error: `Error: Note ${number} is poison.`,
          attempts: 5,
        })),
      );
    });

    it('is applied by a replay once its cause is gone', async () => {
      await database.query('insert into poison values (1)');
      const worker = await start();
      await worker.take(new NoteTaken('ann', 1));
      const parked = () => database.query<{ attempts: number }>('select attempts from outbox_parked');
      await eventually(async () => expect(await parked()).toHaveLength(1));

      const parking = worker.get(OutboxParking);
      expect(await parking.replay('CopyNotes')).toEqual({ applied: 0, failed: 1 });
      expect(await parked()).toEqual([{ attempts: 6 }]);
      await database.query('delete from poison');
      expect(await parking.replay('CopyNotes')).toEqual({ applied: 1, failed: 0 });
      expect(await parked()).toEqual([]);
      expect(await copies()).toEqual([1]);
      expect(await parking.replay('CopyNotes')).toEqual({ applied: 0, failed: 0 });
    });
  });
});
