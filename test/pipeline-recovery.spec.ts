import { mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineKilled } from '../src/pipeline/pipeline-engine';
import { PipelineHousekeeping } from '../src/pipeline/pipeline-housekeeping.service';
import { PipelineUpkeep } from '../src/pipeline/pipeline-upkeep.service';
import { PipelineQueue } from '../src/pipeline/pipeline.queue';
import { RunExecution } from '../src/pipeline/run-execution.service';
import { RunLock } from '../src/pipeline/run-lock';
import { RunResults } from '../src/pipeline/run-results.service';
import { OutcomeUnknown } from '../src/platform/errors/platform.errors';
import type { SessionLock } from '../src/platform/database/session-lock';
import { startApp, type TestApp } from './support/app';
import { createDatabase, type TestDatabase } from './support/database';
import { eventually } from './support/eventually';
import {
  ended,
  makeUpEngine,
  type MadeUpEngine,
  ranThrough,
  reportsFolder,
  runOf,
  startRun,
  upload,
} from './support/pipeline';
import { call, makeUser, type TestUser, times } from './support/players';

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

describe('a run whose engine is killed', () => {
  it('is tried again', async () => {
    engine.work = () => (engine.asked.length === 1 ? Promise.reject(new EngineKilled('SIGKILL')) : Promise.resolve());
    expect(await ranThrough(app, finance)).toMatchObject({ state: 'succeeded', attempt: 2, error: null });
  });

  it('is given up when that happens again and again', async () => {
    engine.work = () => Promise.reject(new EngineKilled('SIGKILL'));
    const run = (await startRun(app, finance)).body;
    expect(await recovered(run.id)).toBe('failed');
    expect((await runOf(app, finance, run.id)).error?.code).toBe('pipeline.worker_lost');
    expect(engine.asked).toHaveLength(3);
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

it('who comes to an end after somebody else took over leaves the reports of the other alone', async () => {
  const day = (revenue: number) => [`2026-11-19,,${revenue},1,1,1,1,1,0,0`];
  engine.work = () => {
    engine.metrics = day(engine.asked.length);
    return Promise.resolve();
  };
  const results = app.get(RunResults);
  const read = results.read.bind(results);
  const reading = jest.spyOn(results, 'read').mockImplementationOnce(async (folder) => {
    const found = await read(folder);
    await cutTheLock();
    await app.get(RunExecution).execute(id);
    return found;
  });
  const saving = jest.spyOn(results, 'save');
  const { id } = (await startRun(app, finance)).body;
  const run = await ended(app, finance, id);
  await eventually(() => expect(saving).toHaveBeenCalledTimes(2));
  expect(await Promise.all(saving.mock.results.map(({ value }) => value as Promise<boolean>))).toEqual([true, false]);
  reading.mockRestore();
  saving.mockRestore();
  const { text } = await call(app, `/pipeline/runs/${id}/reports/metrics_daily.csv`, { token: finance.token });
  expect([run.attempt, text]).toEqual([2, expect.stringContaining(day(2)[0])]);
  expect(await readFile(join(reportsFolder(app), 'metrics_daily.csv'), 'utf8')).toBe(text);
  await eventually(async () => expect(await readdir(join(reportsFolder(app), 'runs'))).toHaveLength(1));
});

it('reports stay where the answer to the commit is lost, and are shown when somebody looks again', async () => {
  const results = app.get(RunResults);
  const save = results.save.bind(results);
  const saving = jest.spyOn(results, 'save').mockImplementationOnce(async (...told) => {
    await save(...told);
    throw new OutcomeUnknown();
  });
  const run = await ranThrough(app, finance);
  await (await heldLock())!.release();
  saving.mockRestore();
  expect([run.state, (await runOf(app, finance, run.id)).reports.length]).toEqual(['succeeded', 3]);
  await recover();
  const latest = await readlink(join(reportsFolder(app), 'latest'));
  expect(latest).toMatch(new RegExp(`^runs/${run.id}[.]`));
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

it('the daily run waits for the end of another, and is then begun once', async () => {
  const upkeep = app.get(PipelineUpkeep);
  const scheduled = () =>
    database.query<{ state: string }>(`select state from pipeline_runs where origin = 'schedule' order by id`);
  for (const name of ['purchases_raw', 'confirmed_purchases', 'costs_daily', 'sessions'])
    await upload(app, finance, `name=${name}.csv`, 'x\n');
  await upkeep.lookAfterRuns();
  let release = () => undefined as void;
  const gate = new Promise<void>((resolve) => (release = resolve));
  engine.work = () => gate;
  const { id } = (await startRun(app, finance)).body;
  await upkeep.runDaily();
  await upkeep.lookAfterRuns();
  expect(await scheduled()).toEqual([]);
  release();
  await ended(app, finance, id);
  await Promise.all(times(3, () => upkeep.lookAfterRuns()));
  await eventually(async () => expect(await scheduled()).toEqual([{ state: 'succeeded' }]));
  await upkeep.lookAfterRuns();
  await upkeep.runDaily();
  expect(await scheduled()).toHaveLength(1);
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
  expect(await readdir(runs)).toEqual([expect.stringMatching(`^${id}[.]`)]);
});

it('the reports that everybody reads are those of the usual run, however many others come after it', async () => {
  const { id } = await ranThrough(app, finance);
  for (const unusual of [{ dedupe: 'event' }, { chargebacks: 'ledger' }, ...times(13, () => ({ date: '2026-11-19' }))])
    expect((await ranThrough(app, finance, unusual)).reports).toHaveLength(3);
  await recover();
  await (await heldLock())!.release();
  await app.get(PipelineHousekeeping).clear();
  expect(await readlink(join(reportsFolder(app), 'latest'))).toMatch(new RegExp(`^runs/${id}[.]`));
  expect(await readFile(join(reportsFolder(app), 'purchases_curated.csv'), 'utf8')).toBe('appsflyer_id\nA1\n');
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
