import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { UnusableInput } from '../src/pipeline/engine/run-engine';
import { PipelineUpkeep } from '../src/pipeline/pipeline-upkeep.service';
import { COUNTS, ended, makeUpEngine, type MadeUpEngine, ranThrough, reportsFolder, runOf, type ShownRun, startRun, upload } from './support/pipeline'; // prettier-ignore
import { call, makeUser, type TestUser } from './support/players';

let app: TestApp;
let engine: MadeUpEngine;
let finance: TestUser;

beforeAll(async () => {
  app = await startApp();
  finance = await makeUser(app, { role: 'finance' });
});
beforeEach(() => {
  engine = makeUpEngine(app);
});
afterAll(() => app.close());

/** Holds the engine where it is until the test lets it go on. */
function held(): () => void {
  let release = () => undefined as void;
  const gate = new Promise<void>((resolve) => (release = resolve));
  engine.work = () => gate;
  return release;
}

describe('a run of the pipeline', () => {
  it('is taken on at once, done by a worker, and tells what it found', async () => {
    engine.work = async (_, tell) => tell({ phase: 'load', step: 1, steps: 5, rows: 10 });
    const begun = await startRun(app, finance, { dedupe: 'event', chargebacks: 'ledger', date: '2026-11-19' });
    expect(begun.status).toBe(202);
    expect(begun.headers.get('location')).toBe(`/api/v1/pipeline/runs/${begun.body.id}`);
    expect(begun.body).toMatchObject({ state: 'queued', origin: 'request', counts: null });
    const run = await ended(app, finance, begun.body.id);
    expect(run).toMatchObject({ state: 'succeeded', attempt: 1, counts: COUNTS, timings: { load: 1.5 }, error: null });
    expect(run.reports).toEqual(['purchases_curated.csv', 'roas_d1.json', 'metrics_daily.csv']);
    expect(engine.asked).toEqual([
      expect.objectContaining({ dedupe: 'event', chargebacks: 'ledger', date: '2026-11-19', memory: '1GB' }),
    ]);
  });

  it('can be begun at the earlier addresses', async () => {
    for (const path of ['/run-pipeline', '//run-pipeline']) {
      const { status, body } = await call<ShownRun>(app, path, { method: 'POST', token: finance.token });
      expect(status).toBe(202);
      await ended(app, finance, body.id);
    }
  });

  it('is the only one: a second is told which is under way', async () => {
    const release = held();
    const [first, second] = await Promise.all([startRun(app, finance), startRun(app, finance)]);
    const [won, lost] = first.status === 202 ? [first, second] : [second, first];
    expect([won.status, lost.status, lost.body.code]).toEqual([202, 409, 'pipeline.already_running']);
    expect(lost.body.runId).toBe(won.body.id);
    await eventually(async () => expect((await runOf(app, finance, won.body.id)).state).toBe('running'));
    expect((await startRun(app, finance)).body).toMatchObject({ runId: won.body.id, state: 'running' });
    release();
    expect((await ended(app, finance, won.body.id)).state).toBe('succeeded');
    await ranThrough(app, finance);
  });

  it('is begun once by the same key, and not by another request with it', async () => {
    const release = held();
    const first = await startRun(app, finance, {}, 'once');
    const again = await startRun(app, finance, {}, 'once');
    release();
    expect([again.status, again.text]).toEqual([202, first.text]);
    expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
    await ended(app, finance, first.body.id);
    expect((await startRun(app, finance, {}, 'once')).text).toBe(first.text);
    expect((await startRun(app, finance, { dedupe: 'event' }, 'once')).body.code).toBe('idempotency.key_reused');
  });

  it('shows the progress while it is at work', async () => {
    let release = () => undefined as void;
    const gate = new Promise<void>((resolve) => (release = resolve));
    engine.work = (_, tell) => {
      tell({ phase: 'match', step: 3, steps: 5, rows: 7 });
      return gate;
    };
    const { id } = (await startRun(app, finance)).body;
    await eventually(async () => {
      expect((await runOf(app, finance, id)).progress).toEqual({ phase: 'match', step: 3, steps: 5, rows: 7 });
    });
    release();
    expect((await ended(app, finance, id)).progress).toBeNull();
    engine.work = async (_, tell) => {
      tell({ phase: 'load', step: 1, steps: 5, rows: 0 });
      await eventually(async () => {
        const [{ progress }] = await app.database.query<{ progress: unknown }>(
          'select progress from pipeline_runs order by id desc limit 1',
        );
        expect(progress).not.toBeNull();
      });
      throw new Error('It failed.');
    };
    expect((await ranThrough(app, finance)).progress).toBeNull();
  });

  it('names the place where an input cannot be used, and leaves the reports as they were', async () => {
    const { id: good } = await ranThrough(app, finance);
    const latest = () => readlink(join(reportsFolder(app), 'latest'));
    await eventually(async () => expect(await latest()).toContain(join('runs', good)));
    engine.work = () => {
      throw new UnusableInput({ file: 'costs_daily.csv', column: 'ad_cost_usd', line: 1 }, 'There is no such column.');
    };
    const { state, error, reports } = await ranThrough(app, finance);
    expect([state, reports]).toEqual(['failed', []]);
    expect(error).toEqual({
      code: 'pipeline.unusable_input',
      message: 'There is no such column.',
      file: 'costs_daily.csv',
      column: 'ad_cost_usd',
      line: 1,
    });
    expect(await latest()).toContain(join('runs', good));
  });

  it('fails, and is not tried again, when the engine fails', async () => {
    engine.work = () => Promise.reject(new Error('Out of Memory Error: it was too much.\nat …'));
    const run = await ranThrough(app, finance);
    expect(run.error).toEqual({ code: 'pipeline.failed', message: 'Out of Memory Error: it was too much.' });
    expect(engine.asked).toHaveLength(1);
  });

  it('says why it failed in what a table can hold', async () => {
    engine.work = () => Promise.reject(new Error(`Cannot read "A\0\ud800B": ${'x'.repeat(479)}\u{1f600}`));
    const run = await ranThrough(app, finance);
    const message = `Cannot read "A \ufffdB": ${'x'.repeat(479)}\ufffd`;
    expect([run.state, run.error]).toEqual(['failed', { code: 'pipeline.failed', message }]);
  });

  it('is listed, the newest first, page by page', async () => {
    await ranThrough(app, finance);
    const list = (query: string) =>
      call<{ items: ShownRun[]; nextCursor: string }>(app, `/pipeline/runs?${query}`, { token: finance.token });
    const all = (await list('limit=100')).body.items.map(({ id }) => id);
    const first = (await list('limit=2')).body;
    const second = (await list(`limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all.slice(0, 4));
    expect(all).toEqual(all.toSorted().toReversed());
    expect((await list('state=failed')).body.items.every(({ state }) => state === 'failed')).toBe(true);
    expect((await list('state=lost')).status).toBe(400);
  });

  it('is begun by the schedule once a day in the cluster, where there are inputs', async () => {
    const upkeep = app.get(PipelineUpkeep);
    await upkeep.runDaily();
    expect(engine.asked).toEqual([]);
    for (const name of ['purchases_raw', 'confirmed_purchases', 'costs_daily', 'sessions'])
      expect((await upload(app, finance, `name=${name}.csv`, 'x\n')).status).toBe(201);
    await Promise.all([upkeep.runDaily(), upkeep.runDaily(), upkeep.runDaily()]);
    await eventually(async () => {
      const runs = await app.database.query<{ state: string }>(
        `select state from pipeline_runs where origin = 'schedule'`,
      );
      expect(runs).toEqual([{ state: 'succeeded' }]);
    });
    await upkeep.runDaily();
    expect(engine.asked).toHaveLength(1);
  });
});

describe('the reports of a run', () => {
  const report = (id: string, name: string, by = finance) =>
    call(app, `/pipeline/runs/${id}/reports/${name}`, { token: by.token });

  it('are read as what they are', async () => {
    const { id } = await ranThrough(app, finance);
    const csv = await report(id, 'purchases_curated.csv');
    expect([csv.status, csv.text]).toEqual([200, 'appsflyer_id\nA1\n']);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('content-length')).toBe('16');
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="purchases_curated.csv"');
    const json = await report(id, 'roas_d1.json');
    expect([json.headers.get('content-type'), json.body]).toEqual(['application/json; charset=utf-8', []]);
  });

  it.each(['passwd', '..%2f..%2f..%2fconfig', '.', 'three_way.json', 'constructor', 'roas_d1.JSON'])(
    'are no %s',
    async (name) => {
      const { id } = await ranThrough(app, finance);
      const { status, body } = await report(id, name);
      expect([status, body.code]).toEqual([404, name === '.' ? 'route.not_found' : 'pipeline.report_not_found']);
    },
  );

  it('are not there before it succeeded, nor of a run that is none', async () => {
    const release = held();
    const { id } = (await startRun(app, finance)).body;
    expect((await report(id, 'roas_d1.json')).body.code).toBe('pipeline.report_not_found');
    release();
    await ended(app, finance, id);
    for (const none of ['0199c000-0000-7000-8000-000000000000', 'me'])
      expect((await report(none, 'roas_d1.json')).body.code).toBe('pipeline.run_not_found');
  });

  it('are published together, for whoever reads the folder', async () => {
    engine.leftovers = [];
    await ranThrough(app, finance);
    const folder = reportsFolder(app);
    await eventually(async () => expect(await readFile(join(folder, 'three_way.json'), 'utf8')).toContain('details'));
    engine.leftovers = null;
    const { id } = await ranThrough(app, finance);
    await eventually(async () => expect(await readlink(join(folder, 'latest'))).toContain(join('runs', id)));
    expect(await readFile(join(folder, 'purchases_curated.csv'), 'utf8')).toBe('appsflyer_id\nA1\n');
    await eventually(() => expect(readFile(join(folder, 'three_way.json'))).rejects.toThrow('ENOENT'));
  });
});
