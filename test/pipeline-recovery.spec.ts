import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PipelineHousekeeping } from '../src/pipeline/pipeline-housekeeping.service';
import { PipelineQueue } from '../src/pipeline/pipeline.queue';
import { RunExecution } from '../src/pipeline/run-execution.service';
import { RunLock } from '../src/pipeline/run-lock';
import type { SessionLock } from '../src/platform/database/session-lock';
import { startApp, type TestApp } from './support/app';
import { createDatabase, type TestDatabase } from './support/database';
import { eventually } from './support/eventually';
import { ended, makeUpEngine, type MadeUpEngine, ranThrough, reportsFolder, runOf, startRun } from './support/pipeline';
import { makeUser, type TestUser } from './support/players';

let database: TestDatabase;
let app: TestApp;
let engine: MadeUpEngine;
let finance: TestUser;

beforeEach(async () => {
  database = await createDatabase();
  await start();
  finance = await makeUser(app, { role: 'finance' });
});
afterEach(async () => {
  await app.close();
  await database.drop();
});

async function start(): Promise<void> {
  app = await startApp({}, database);
  engine = makeUpEngine(app);
}

const recover = () => app.get(PipelineHousekeeping).recover();

/** The minute's look is repeated where nobody could be woken. */
async function recovered(id: string) {
  let state = '';
  await eventually(async () => {
    await recover();
    ({ state } = await ended(app, finance, id, 5_000));
  });
  return state;
}

/** As a worker leaves it that was killed at its work. */
async function abandoned({ losses = 0 } = {}): Promise<string> {
  const queue = jest.spyOn(app.get(PipelineQueue), 'wake').mockResolvedValue();
  const { id } = (await startRun(app, finance)).body;
  queue.mockRestore();
  await database.query(
    `update pipeline_runs set state = 'running', attempt = 1, losses = $2, started_at = now(), worker = $1 where id = $1`,
    [id, losses],
  );
  return id;
}

/** Once whoever was at work has put it down. */
async function heldLock(): Promise<SessionLock | null> {
  let lock: SessionLock | null = null;
  await eventually(async () => {
    lock = await app.get(RunLock).tryHold();
    expect(lock).not.toBeNull();
  });
  return lock;
}

/** Ends the connection of whoever is at work, as a network does. */
function cutTheLock(): Promise<unknown> {
  return database.query(`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'florin pipeline'`);
}

describe('a run whose worker is gone', () => {
  it('is taken up again from its beginning', async () => {
    const id = await abandoned();
    await recover();
    expect(await ended(app, finance, id)).toMatchObject({ state: 'succeeded', attempt: 2 });
  });

  it('is left to whoever still holds its lock', async () => {
    const id = await abandoned();
    const lock = await app.get(RunLock).tryHold();
    await recover();
    await app.get(RunExecution).execute(id);
    expect(await runOf(app, finance, id)).toMatchObject({ state: 'running', attempt: 1 });
    await lock!.release();
    await recover();
    await ended(app, finance, id);
  });

  it('is taken up by the next process that starts', async () => {
    const id = await abandoned();
    await app.close();
    await start();
    expect(await ended(app, finance, id)).toMatchObject({ state: 'succeeded', attempt: 2 });
  });

  it('is given up when workers die of it again and again, and the next one can begin', async () => {
    const id = await abandoned({ losses: 2 });
    await recover();
    const run = await ended(app, finance, id);
    expect([run.state, run.error?.code, engine.asked]).toEqual(['failed', 'pipeline.worker_lost', []]);
    expect((await ranThrough(app, finance)).state).toBe('succeeded');
  });
});

it('a run that was stored while nobody could be woken is done all the same', async () => {
  const queue = jest.spyOn(app.get(PipelineQueue), 'wake').mockResolvedValue();
  const { id } = (await startRun(app, finance)).body;
  queue.mockRestore();
  expect(await recovered(id)).toBe('succeeded');
});

it('who lost the lock writes nothing: whoever took over does', async () => {
  const aborted: AbortSignal[] = [];
  engine.work = (_, __, signal) => {
    aborted.push(signal);
    if (aborted.length > 1) return Promise.resolve();
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    });
  };
  const { id } = (await startRun(app, finance)).body;
  await eventually(() => expect(aborted).toHaveLength(1));
  await cutTheLock();
  await eventually(() => expect(aborted[0].aborted).toBe(true));
  expect(await ended(app, finance, id)).toMatchObject({ state: 'succeeded', attempt: 2 });
  expect(await database.query('select run_id from pipeline_reconciliations')).toEqual([{ run_id: id }]);
});

it('a worker that is told to stop gives the run back at once, and the next one does it', async () => {
  engine.work = (_, __, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  const { id } = (await startRun(app, finance)).body;
  await eventually(() => expect(engine.asked).toHaveLength(1));
  await app.close();
  const [run] = await database.query('select state, losses from pipeline_runs');
  expect(run).toEqual({ state: 'queued', losses: 0 });
  await start();
  expect(await ended(app, finance, id)).toMatchObject({ state: 'succeeded', attempt: 2 });
});

it('files of runs that nobody looks at any more are cleared away, and of none that is under way', async () => {
  const { id } = await ranThrough(app, finance);
  const runs = join(reportsFolder(app), 'runs');
  await mkdir(join(runs, '.of-a-killed-worker'));
  await writeFile(join(runs, '.of-a-killed-worker', 'x'), 'x');
  const lock = await heldLock();
  await app.get(PipelineHousekeeping).clear();
  expect(await readdir(runs)).toHaveLength(2);
  await lock!.release();
  await app.get(PipelineHousekeeping).clear();
  expect(await readdir(runs)).toEqual([id]);
});

it('what a run said of a day for which a later one counts is forgotten after a month', async () => {
  engine.metrics = ['2026-11-18,,1,1,1,1,1,1,0,0', '2026-11-19,,1,1,1,1,1,1,0,0'];
  await ranThrough(app, finance);
  engine.metrics = ['2026-11-19,,1,1,1,1,1,1,0,0'];
  await ranThrough(app, finance);
  await database.query(`update pipeline_runs set ended_at = ended_at - interval '31 days'`);
  await app.get(PipelineHousekeeping).clear();
  const left = await database.query<{ date: string }>('select date::text from pipeline_metrics order by date');
  expect(left.map(({ date }) => date)).toEqual(['2026-11-18', '2026-11-19']);
});
