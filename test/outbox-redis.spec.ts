import { OutboxHorizon } from '../src/platform/outbox/outbox-horizon';
import type { TestDatabase } from './support/database';
import { eventually } from './support/eventually';
import { createNotesDatabase, NoteTaken, type OutboxProcess, startOutbox } from './support/outbox';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';

describeWithRedis('the outbox between processes', () => {
  let redis: TestRedis;
  let database: TestDatabase;
  let api: OutboxProcess;
  let worker: OutboxProcess;
  let looks: jest.SpyInstance;

  beforeEach(async () => {
    [redis, database] = [await startRedis(), await createNotesDatabase()];
    const env = { REDIS_URL: redis.url };
    api = await startOutbox(database, { role: 'api', handlers: [], env });
    worker = await startOutbox(database, { role: 'worker', env });
    looks = jest.spyOn(worker.get(OutboxHorizon), 'look');
  });

  afterEach(async () => {
    await Promise.all([api.close(), worker.close()]);
    await Promise.all([redis.remove(), database.drop()]);
  });

  const copied = async () => (await database.query('select 1 from copies')).length;
  const subscribers = async () => ((await redis.command('pubsub', 'numsub', 'florin:outbox')) as [string, number])[1];

  it('wakes a worker through Redis, long before its poll', async () => {
    await eventually(async () => expect(await subscribers()).toBe(1));
    const delays: number[] = [];
    for (let number = 1; number <= 10; number++) {
      const began = performance.now();
      await api.take(new NoteTaken('ann', number));
      await eventually(async () => expect(await copied()).toBe(number));
      delays.push(performance.now() - began);
    }
    expect(delays.sort((a, b) => a - b)[5]).toBeLessThan(900);
  });

  it('is asked at most forty times a second, however much is written: two questions a look, twenty looks', async () => {
    await eventually(async () => expect(await subscribers()).toBe(1));
    looks.mockClear();
    const began = performance.now();
    for (let round = 0; round < 40; round++) {
      await Promise.all(Array.from({ length: 8 }, (_, number) => api.take(new NoteTaken('ann', number))));
    }
    await eventually(async () => expect(await copied()).toBe(320));
    expect(looks.mock.calls.length).toBeLessThanOrEqual(((performance.now() - began) / 1_000) * 40 + 2);
  });

  it.each(['killed', 'frozen'])('reads on while Redis is %s, and is woken again afterwards', async (fault) => {
    await (fault === 'killed' ? redis.kill() : redis.freeze());
    await api.take(new NoteTaken('ann', 1));
    await eventually(async () => expect(await copied()).toBe(1));
    await (fault === 'killed' ? redis.start() : redis.thaw());
    await eventually(async () => expect(await subscribers()).toBe(1));
    await eventually(async () => {
      const before = await copied();
      const began = performance.now();
      await api.take(new NoteTaken('ann', 2));
      await eventually(async () => expect(await copied()).toBe(before + 1));
      expect(performance.now() - began).toBeLessThan(300);
    });
  });
});
