import request from 'supertest';
import { AuthService } from '../src/auth/auth.service';
import { type TestApp, startApp } from './support/app';
import { createDatabase, type TestDatabase } from './support/database';
import { eventually } from './support/eventually';
import { limitsOf, patientLimits } from './support/patient-limits';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';

const PASSWORD = 'correct horse battery';
const ENOUGH = 40;

describeWithRedis('rate limits of two processes with Redis', () => {
  let redis: TestRedis;
  let database: TestDatabase;
  let apps: TestApp[];
  let token: string;
  let names = 0;

  beforeAll(async () => {
    redis = await startRedis();
    database = await createDatabase();
    const env = { RATE_LIMIT_SCALE: '1', TRUSTED_PROXIES: '127.0.0.1', REDIS_URL: redis.url };
    apps = [await startApp(env, database), await startApp(env, database)];
    for (const app of apps) await patientLimits(app);
    ({ accessToken: token } = await apps[0].get(AuthService).register({
      username: 'reader',
      email: 'reader@example.com',
      password: PASSWORD,
    }));
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
    await database.drop();
    await redis.remove();
  });

  const login = (app: TestApp, username: string) =>
    request(app.url).post('/api/v1/auth/login').send({ username, password: 'a wrong password' });
  const read = (app: TestApp) => request(app.url).get('/api/v1/users/me').set('Authorization', `Bearer ${token}`);
  const left = async (app: TestApp) => Number(/r=(\d+)/.exec((await read(app)).headers['ratelimit'])?.[1]);
  /** Uncounted reads all say that nothing has been used yet. */
  const areCounted = async () => {
    for (const app of apps) if ((await left(app)) === 1_200) return false;
    return true;
  };
  const failures = async (username: string) => {
    const statuses = [];
    for (let n = 0; n < 6; n++) statuses.push((await login(apps[0], username)).status);
    return statuses;
  };

  it('count as one', async () => {
    const username = `shared-${++names}`;
    for (let n = 0; n < 5; n++) await login(apps[n % 2], username).expect(401);
    for (const app of apps) {
      const { status, headers } = await login(app, username);
      expect(status).toBe(429);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
    }
    const before = await left(apps[0]);
    expect(await left(apps[1])).toBe(before - 1);
  });

  it('lose nobody among requests at the same moment', async () => {
    const before = await left(apps[0]);
    await Promise.all(Array.from({ length: 100 }, (_, n) => read(apps[n % 2]).expect(200)));
    expect(await left(apps[0])).toBe(before - 101);
  });

  it('leave no counter behind that never ends', async () => {
    const keys = (await redis.command('keys', 'florin:limit:*')) as string[];
    expect(keys.length).toBeGreaterThan(3);
    for (const key of keys) expect(await redis.command('pttl', key)).toBeGreaterThan(0);
  });

  it('begin anew when Redis is flushed', async () => {
    await redis.flush();
    await redis.command('script', 'flush');
    expect(await left(apps[0])).toBe(1_199);
  });

  it.each([
    ['frozen', async () => redis.freeze(), async () => redis.thaw()],
    ['killed', () => redis.kill(), () => redis.start()],
    ['stopped', () => redis.stop(), () => redis.start()],
  ])('let reads through at once and hold logins to the same limit while Redis is %s', async (_, fail, mend) => {
    expect(await areCounted()).toBe(true);
    for (const app of apps) limitsOf(app).options.commandTimeout = 50;
    await fail();
    const begun = performance.now();
    for (let n = 0; n < ENOUGH; n++) await read(apps[0]).expect(200);
    expect(performance.now() - begun).toBeLessThan(ENOUGH * 50);
    expect(await areCounted()).toBe(false);
    expect(await failures(`local-${++names}`)).toEqual([401, 401, 401, 401, 401, 429]);
    await mend();
    await eventually(async () => expect(await areCounted()).toBe(true));
  });

  it('start without Redis and count again when it comes', async () => {
    await redis.kill();
    const late = await startApp({ RATE_LIMIT_SCALE: '1', REDIS_URL: redis.url }, database);
    try {
      await read(late).expect(200);
      await redis.start();
      await eventually(async () => expect(await left(late)).toBeLessThan(1_200));
    } finally {
      await late.close();
    }
  });
});
