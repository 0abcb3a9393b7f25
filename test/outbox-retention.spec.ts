import { Metrics } from '../src/platform/http/metrics';
import { OutboxRetention } from '../src/platform/outbox/outbox-retention';
import { OutboxStatusRepository } from '../src/platform/outbox/outbox-status.repository';
import type { TestDatabase } from './support/database';
import { eventually } from './support/eventually';
import { CopyNotes, createNotesDatabase, NoteTaken, type OutboxProcess, startOutbox } from './support/outbox';

describe('what the outbox keeps, and tells about itself', () => {
  let database: TestDatabase;
  let outbox: OutboxProcess;

  beforeEach(async () => {
    database = await createNotesDatabase();
  });

  afterEach(async () => {
    await outbox.close();
    await database.drop();
  });

  const ages = async () =>
    (
      await database.query<{ age: number }>(
        `select ((now() at time zone 'UTC')::date - (created_at at time zone 'UTC')::date) as age
         from outbox_events order by id`,
      )
    ).map((row) => row.age);

  /** One event per day, oldest first. */
  const writeDays = (...daysAgo: number[]) =>
    database.query(
      `insert into outbox_events (created_at, size, events)
       select now() - d * interval '1 day', 1, '[{"type":"note.taken","payload":{"player":"ann","number":1}}]'
       from unnest($1::int[]) as d`,
      [daysAgo],
    );

  const copied = async () => (await database.query('select 1 from copies')).length;

  it('empties the days before yesterday once every reader has passed them', async () => {
    await writeDays(6, 3, 2, 1, 0);
    outbox = await startOutbox(database);
    await eventually(async () => expect(await copied()).toBe(5));
    expect(await outbox.get(OutboxRetention).emptyPassedPartitions()).toBe(2);
    expect(await ages()).toEqual([1, 0]);
    expect(await outbox.get(OutboxRetention).emptyPassedPartitions()).toBe(0);
  });

  it('keeps what some reader has not passed, until that reader is forgotten', async () => {
    await writeDays(3, 2, 1, 0);
    await database.query(`insert into outbox_readers (name, position) values ('Slow', 1000)`);
    outbox = await startOutbox(database);
    await eventually(async () => expect(await copied()).toBe(4));
    const retention = outbox.get(OutboxRetention);
    expect(await retention.emptyPassedPartitions()).toBe(1);
    expect(await ages()).toEqual([2, 1, 0]);
    expect(await outbox.get(OutboxStatusRepository).forget('Slow')).toBe(true);
    expect(await outbox.get(OutboxStatusRepository).forget('Slow')).toBe(false);
    expect(await retention.emptyPassedPartitions()).toBe(1);
  });

  it('does not wait long for a partition that somebody reads', async () => {
    await writeDays(2);
    outbox = await startOutbox(database);
    await eventually(async () => expect(await copied()).toBe(1));
    await database.query('begin');
    await database.query('select * from outbox_events');
    expect(await outbox.get(OutboxRetention).emptyPassedPartitions()).toBe(0);
    await database.query('commit');
    expect(await outbox.get(OutboxRetention).emptyPassedPartitions()).toBe(1);
  });

  it('tells how far each reader is behind, what it gave up, and who holds the readers up', async () => {
    outbox = await startOutbox(database);
    const scrape = async () => (await outbox.get(Metrics).registry.metrics()).split('\n');
    await outbox.take(new NoteTaken('ann', 1));
    await eventually(async () => expect(await copied()).toBe(1));
    await eventually(async () => expect(await scrape()).toContain('florin_outbox_lag_events{reader="CopyNotes"} 0'));
    expect(await scrape()).toContain('florin_outbox_parked_events{reader="CopyNotes"} 0');

    await database.query(`set application_name = 'a long report'`);
    await database.query('begin');
    await database.query('select pg_current_xact_id()');
    await outbox.take(...Array.from({ length: 1_500 }, (_, number) => new NoteTaken('bob', number)));
    expect(await scrape()).toContain('florin_outbox_lag_events{reader="CopyNotes"} 1500');
    // Transaction numbers are the cluster's, not the database's: an older writer of another suite is told until it ends.
    await eventually(async () =>
      expect((await scrape()).join('\n')).toMatch(
        /florin_outbox_blocker_seconds\{pid="\d+",application="a long report"\} /,
      ),
    );
    await database.query('rollback');
    await eventually(async () => expect(await copied()).toBe(1_501));
  });

  it('plans its reading by the index, however long the log is', async () => {
    outbox = await startOutbox(database, { role: 'api', handlers: [CopyNotes] });
    await database.query(`
      insert into outbox_events (created_at, size, events)
      select now() - (n % 4) * interval '1 day', 1, '[{"type":"other","payload":{}}]' from generate_series(1, 20000) n`);
    const plan = await database.query<{ 'QUERY PLAN': string }>(`
      explain select id, size, events from outbox_events
      where id > (select 19000000 - 1000) and id <= 20100000 order by id limit 1000`);
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toContain('Index Scan');
    expect(text).not.toContain('Seq Scan');
  });
});
