import { startApp, type TestApp } from './support/app';
import { patientLimits } from './support/patient-limits';
import { type Answer, call, makeUser, times, type TestUser } from './support/players';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';

interface Told {
  accepted: number;
  code: string;
  policy: string;
  detail: string;
}

const tell = (app: TestApp, { token }: { token: string }, events: readonly object[]) =>
  call<Told>(app, '/events', { body: { events }, token });
const same = (count: number, more: object = {}) => times(count, () => ({ eventType: 'x', ...more }));
const ofTypes = (from: number, count: number) => times(count, (n) => ({ eventType: `type.${from + n}` }));

function expectRefusal({ status, body, headers }: Answer<Told>, policy: string, windowSeconds: number): void {
  expect(status).toBe(429);
  expect(body).toMatchObject({ code: 'rate_limit.exceeded', policy });
  const wait = Number(headers.get('retry-after'));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(windowSeconds);
}

describe('what a player may tell', () => {
  let app: TestApp;
  let player: TestUser;
  beforeAll(async () => {
    app = await startApp({ RATE_LIMIT_SCALE: '1' });
  });
  beforeEach(async () => {
    player = await makeUser(app);
  });
  afterAll(() => app.close());

  const written = async () =>
    (await app.database.query('select from player_events where user_id = $1', [player.id])).length;

  it('is 2,000 events a minute, in however many requests, and each request whole or not at all', async () => {
    expect((await tell(app, player, same(1_000))).status).toBe(202);
    expect((await tell(app, player, same(400))).status).toBe(202);
    const refused = await tell(app, player, same(601));
    expectRefusal(refused, 'player-events', 60);
    expect(refused.body.detail).toContain('Too many events.');
    expect(await written()).toBe(1_400);
    expect((await tell(app, player, same(600))).status).toBe(202);
    expectRefusal(
      await call<Told>(app, '/event', { body: { eventType: 'x' }, token: player.token }),
      'player-events',
      60,
    );
    expect(await written()).toBe(2_000);
    expect((await tell(app, await makeUser(app), same(1_000))).status).toBe(202);
  });

  it('is of 100 types a day, those that were told before among them', async () => {
    expect((await tell(app, player, ofTypes(0, 60))).status).toBe(202);
    expectRefusal(await tell(app, player, ofTypes(50, 51)), 'player-event-types', 86_400);
    expect((await tell(app, player, ofTypes(50, 50))).status).toBe(202);
    expectRefusal(await tell(app, player, ofTypes(100, 1)), 'player-event-types', 86_400);
    expect((await tell(app, player, ofTypes(0, 100))).status).toBe(202);
    expect((await tell(app, await makeUser(app), ofTypes(100, 1))).status).toBe(202);
  });

  it('is not used up by what is refused for its form', async () => {
    const bad = [...same(1_000).slice(1), { eventType: 'a b' }];
    for (let n = 0; n < 3; n++) expect((await tell(app, player, bad)).status).toBe(400);
    expect((await tell(app, player, same(1_000))).status).toBe(202);
    expect((await tell(app, player, same(1_000))).status).toBe(202);
  });

  it.each([
    ['at once', (body: string) => body],
    ['in chunks of unknown number', (body: string) => new Blob([body]).stream()],
  ])('is read up to 32 MB a minute when it comes in large bodies, %s', async (_, sent) => {
    const send = (body: string) => {
      const headers = { authorization: `Bearer ${player.token}`, 'content-type': 'application/json' };
      const posted: RequestInit & { duplex: string } = { method: 'POST', headers, body: sent(body), duplex: 'half' };
      return fetch(`${app.url}/api/v1/events`, posted);
    };
    const large = JSON.stringify({ eventType: 'x', meta: 'x'.repeat(9_000_000) });
    for (let n = 0; n < 3; n++) expect((await send(large)).status).toBe(400);
    const refused = await send(large);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ code: 'rate_limit.exceeded', policy: 'large-bodies' });
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect((await send(JSON.stringify({ eventType: 'x', meta: 'x'.repeat(100_000) }))).status).toBe(400);
    expect((await send(JSON.stringify({ eventType: 'x' }))).status).toBe(202);
  });

  it('is told by servers for many players: more events, and more types', async () => {
    const server = await makeUser(app, { role: 'service', scopes: ['events:write'] });
    for (let n = 0; n < 3; n++) {
      expect((await tell(app, server, same(1_000, { userId: player.id }))).status).toBe(202);
    }
    const types = ofTypes(0, 1_000).map((event) => ({ ...event, userId: player.id }));
    expectRefusal(await tell(app, server, types), 'server-event-types', 86_400);
    expect((await tell(app, server, types.slice(1))).status).toBe(202);
    expectRefusal(await tell(app, server, types), 'server-event-types', 86_400);
  });
});

describeWithRedis('what a player may tell two processes', () => {
  let redis: TestRedis;
  let apps: TestApp[];

  beforeAll(async () => {
    redis = await startRedis();
    const env = { RATE_LIMIT_SCALE: '1', REDIS_URL: redis.url };
    const one = await startApp(env);
    apps = [one, await startApp(env, one.database)];
    for (const each of apps) await patientLimits(each);
  });
  afterAll(async () => {
    for (const each of apps.toReversed()) await each.close();
    await redis.remove();
  });

  it('is what they may tell one, to the last event and type', async () => {
    const player = await makeUser(apps[0]);
    const answers: Answer<Told>[] = [];
    for (let n = 0; n < 12; n++) {
      answers.push(...(await Promise.all(apps.map((app) => tell(app, player, ofTypes(0, 100))))));
    }
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(20);
    for (const refused of answers.filter(({ status }) => status !== 202)) expectRefusal(refused, 'player-events', 60);
    for (const app of apps) expectRefusal(await tell(app, player, ofTypes(100, 1)), 'player-event-types', 86_400);
  });

  it('is 100,000 events a day, which no refused event of the same minute counts for', async () => {
    const player = await makeUser(apps[0]);
    expect((await tell(apps[0], player, same(1_000))).status).toBe(202);
    expect((await tell(apps[0], player, same(900))).status).toBe(202);
    expectRefusal(await tell(apps[0], player, same(101)), 'player-events', 60);
    const today = `florin:limit:player-events-of-a-day:${player.id}`;
    expect(await redis.command('get', today)).toBe('1900');
    await redis.command('set', today, '99900', 'px', '3600000');
    expectRefusal(await tell(apps[1], player, same(101)), 'player-events', 60);
    await redis.command('del', `florin:limit:player-events:${player.id}`);
    expectRefusal(await tell(apps[1], player, same(101)), 'player-events-of-a-day', 3_600);
    expect((await tell(apps[1], player, same(100))).status).toBe(202);
  });

  it('leaves no counter behind that never ends', async () => {
    const player = await makeUser(apps[0]);
    await tell(apps[0], player, ofTypes(0, 10));
    const keys = (await redis.command('keys', `florin:limit:*:${player.id}`)) as string[];
    expect(keys).toHaveLength(4);
    for (const key of keys) expect(await redis.command('pttl', key)).toBeGreaterThan(0);
  });

  it('is no more while Redis is away', async () => {
    const player = await makeUser(apps[0]);
    await redis.kill();
    try {
      expect((await tell(apps[0], player, same(1_000))).status).toBe(202);
      expect((await tell(apps[0], player, same(1_000))).status).toBe(202);
      expectRefusal(await tell(apps[0], player, same(1)), 'player-events', 60);
      expectRefusal(await tell(apps[0], player, ofTypes(0, 100)), 'player-event-types', 86_400);
    } finally {
      await redis.start();
    }
  });
});
