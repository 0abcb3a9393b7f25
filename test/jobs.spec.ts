import { getQueueToken } from '@nestjs/bullmq';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { JobsClock } from '../src/platform/jobs/jobs-clock';
import { MaintenanceProcessor } from '../src/platform/jobs/maintenance.processor';
import { MAINTENANCE_QUEUE, MaintenanceService } from '../src/platform/jobs/maintenance.service';
import type { TestDatabase } from './support/database';
import { createDatabase } from './support/database';
import { eventually } from './support/eventually';
import { type OutboxProcess, startOutbox } from './support/outbox';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';

/** Runs every second, and fails its first run. */
@Injectable()
class Tick implements OnModuleInit {
  static runs: number[] = [];
  static failures = 0;

  constructor(private readonly maintenance: MaintenanceService) {}

  onModuleInit(): void {
    const run = async () => {
      if (Tick.failures-- > 0) throw new Error('This time it fails.');
      Tick.runs.push(Date.now());
    };
    this.maintenance.register({ name: 'tick', cron: '* * * * * *', run });
  }
}

function behaves(environment: () => Record<string, string>) {
  let database: TestDatabase;
  const processes: OutboxProcess[] = [];

  beforeEach(async () => {
    Object.assign(Tick, { runs: [], failures: 0 });
    database = await createDatabase();
  });

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((each) => each.close()));
    await database.drop();
  });

  async function start(role = 'worker'): Promise<OutboxProcess> {
    const started = await startOutbox(database, { role, handlers: [Tick], env: environment() });
    processes.push(started);
    return started;
  }

  const queueOf = ({ context }: OutboxProcess) =>
    context.get<Queue>(getQueueToken(MAINTENANCE_QUEUE), { strict: false });

  it('does a task once per tick, however many workers there are', async () => {
    await Promise.all([start(), start(), start()]);
    await eventually(() => expect(Tick.runs.length).toBeGreaterThanOrEqual(4));
    const seconds = Tick.runs.map((at) => Math.floor(at / 1_000));
    expect(new Set(seconds).size).toBe(seconds.length);
  });

  it('tries a failed run again, and keeps what was done for a while', async () => {
    Tick.failures = 1;
    const queue = queueOf(await start());
    await eventually(async () => {
      const done = await queue.getCompleted();
      const repeated = done.find((job) => job.attemptsMade === 2);
      expect(repeated?.opts).toMatchObject({ attempts: 5, backoff: { type: 'exponential' } });
      expect(repeated?.opts).toMatchObject({ removeOnComplete: { count: 1_000 }, removeOnFail: { count: 10_000 } });
    });
  });

  it('forgets a schedule that this build does not have', async () => {
    const api = await start('api');
    await queueOf(api).upsertJobScheduler('of-an-older-build', { every: 60_000 });
    await start();
    await eventually(async () => {
      const schedulers = await queueOf(api).getJobSchedulers();
      expect(schedulers.map(({ key }) => key).sort()).toEqual(['empty-outbox-partitions', 'tick']);
    });
  });

  it('runs nothing in a process without background work', async () => {
    const api = await start('api');
    const queue = queueOf(api);
    await queue.add('tick', {});
    expect(await queue.getWaitingCount()).toBe(1);
    expect(await queue.getWorkersCount()).toBe(0);
  });
}

describe('jobs on PostgreSQL', () => {
  behaves(() => ({}));

  it('goes on when all its connections are cut, and needs few of them', async () => {
    Object.assign(Tick, { runs: [], failures: 0 });
    const database = await createDatabase();
    const worker = await startOutbox(database, { handlers: [Tick] });
    await eventually(() => expect(Tick.runs.length).toBeGreaterThanOrEqual(2));
    const cut = await database.query<{ name: string }>(`
      select application_name as name, pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name in ('florin jobs', 'maintenance')`);
    expect(cut.length).toBeLessThanOrEqual(5);
    const runs = Tick.runs.length;
    await eventually(() => expect(Tick.runs.length).toBeGreaterThanOrEqual(runs + 3));
    await worker.close();
    await database.drop();
  });
});

describeWithRedis('jobs on Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.remove());
  afterEach(() => redis.flush());
  behaves(() => ({ REDIS_URL: redis.url }));

  it('goes on when Redis was frozen, and tells a producer at once when it is gone', async () => {
    Object.assign(Tick, { runs: [], failures: 0 });
    const database = await createDatabase();
    const worker = await startOutbox(database, { handlers: [Tick], env: { REDIS_URL: redis.url } });
    await eventually(() => expect(Tick.runs.length).toBeGreaterThanOrEqual(1));
    redis.freeze();
    redis.thaw();
    const runs = Tick.runs.length;
    await eventually(() => expect(Tick.runs.length).toBeGreaterThanOrEqual(runs + 2));
    await redis.kill();
    const queue = worker.context.get<Queue>(getQueueToken(MAINTENANCE_QUEUE), { strict: false });
    await expect(queue.add('tick', {})).rejects.toBeInstanceOf(Error);
    await redis.start();
    await eventually(() => queue.add('tick', {}));
    const before = Tick.runs.length;
    await eventually(() => expect(Tick.runs.length).toBeGreaterThan(before));
    await worker.close();
    await database.drop();
  });

  it.each([
    ['stopped', () => redis.stop()],
    ['killed', () => redis.kill()],
  ])('ends although Redis was %s and has just come back', async (_, end) => {
    const database = await createDatabase();
    const worker = await startOutbox(database, { handlers: [Tick], env: { REDIS_URL: redis.url } });
    await eventually(() => expect(Tick.runs.length).toBeGreaterThanOrEqual(1));
    const { worker: consumer } = worker.get(MaintenanceProcessor);
    const waiting = await consumer.backend.blockingClient;
    await end();
    await eventually(() => expect(waiting?.status).toBe('reconnecting'));
    await redis.start();
    await worker.close();
    await database.drop();
  });

  it('ends although Redis is gone', async () => {
    const database = await createDatabase();
    const worker = await startOutbox(database, { handlers: [Tick], env: { REDIS_URL: redis.url } });
    await eventually(() => expect(Tick.runs.length).toBeGreaterThanOrEqual(1));
    await redis.kill();
    await worker.close();
    await redis.start();
    await database.drop();
  });
});

it('refuses a worker whose clock is wrong', async () => {
  const database = await createDatabase();
  const worker = await startOutbox(database, { role: 'api', handlers: [] });
  const clock = worker.get(JobsClock);
  await clock.check();
  await expect(clock.check(() => Date.now() + 60_000)).rejects.toThrow('differs from the database');
  await expect(clock.check(() => Date.now() - 60_000)).rejects.toThrow('differs from the database');
  await worker.close();
  await database.drop();
});
