import { PipelineUpkeep } from '../src/pipeline/pipeline-upkeep.service';
import { startApp, type TestApp } from './support/app';
import { createDatabase } from './support/database';
import { eventually } from './support/eventually';
import { ended, makeUpEngine, ranThrough, startRun, upload } from './support/pipeline';
import { makeUser, times } from './support/players';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';

describeWithRedis('the pipeline of several processes', () => {
  let redis: TestRedis;
  let apps: TestApp[];
  let close: () => Promise<void>;

  beforeAll(async () => {
    redis = await startRedis();
    const database = await createDatabase();
    apps = await Promise.all(times(3, () => startApp({ REDIS_URL: redis.url }, database)));
    close = async () => {
      await Promise.all(apps.map((app) => app.close()));
      await database.drop();
      await redis.remove();
    };
  });
  afterAll(() => close());

  it('does one run at a time, each once, whoever is asked', async () => {
    const finance = await makeUser(apps[0], { role: 'finance' });
    const engines = apps.map(makeUpEngine);
    const asked = () => engines.flatMap((engine) => engine.asked).length;
    const answers = await Promise.all(apps.map((app) => startRun(app, finance)));
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
    const { id } = answers.find(({ status }) => status === 202)!.body;
    expect((await ended(apps[2], finance, id)).attempt).toBe(1);
    for (const app of apps) await ranThrough(app, finance);
    expect(asked()).toBe(4);

    for (const app of apps)
      for (const name of ['purchases_raw', 'confirmed_purchases', 'costs_daily', 'sessions'])
        await upload(app, finance, `name=${name}.csv`, 'x\n');
    await Promise.all(apps.map((app) => app.get(PipelineUpkeep).runDaily()));
    await eventually(() => expect(asked()).toBe(5));
  });

  it('takes a run over from a process whose connections are gone', async () => {
    const [asked, other] = apps;
    const finance = await makeUser(asked, { role: 'finance' });
    await eventually(async () => {
      const active = `select from pipeline_runs where state in ('queued', 'running')`;
      expect(await asked.database.query(active)).toEqual([]);
    });
    const hangs = { once: true };
    for (const engine of apps.map(makeUpEngine)) {
      engine.work = (_, __, signal) => {
        if (!hangs.once) return Promise.resolve();
        hangs.once = false;
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      };
    }
    const { id } = (await startRun(asked, finance)).body;
    await eventually(() => expect(hangs.once).toBe(false));
    await asked.database.query(`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'florin pipeline'`);
    expect(await ended(other, finance, id)).toMatchObject({ state: 'succeeded', attempt: 2 });
  });
});
