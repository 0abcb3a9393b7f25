import { startApp, type TestApp } from './support/app';
import { call, makeUser, times, type TestUser } from './support/players';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';

interface Recording {
  accepted: number;
  duplicates: number;
  eventIds: string[];
  errors: { detail: string; pointer: string }[];
  code: string;
}

let app: TestApp;
let player: TestUser;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  player = await makeUser(app);
});
afterAll(() => app.close());

const tell = (body: unknown, token = player.token) => call<Recording>(app, '/events', { body, token });
const stored = (userId = player.id) =>
  app.database.query<{ id: string; type: string; meta: object; occurred_at: Date }>(
    'select * from player_events where user_id = $1 order by id',
    [userId],
  );
const pointers = ({ body }: { body: Recording }) => body.errors.map(({ pointer }) => pointer);
const level = (n: number, more: object = {}) => ({ eventType: 'level_complete', meta: { level: n }, ...more });

describe('POST /events', () => {
  it('has written what it answers', async () => {
    const answer = await tell({ ...level(42), timestampUtc: '2026-01-01T00:00:00Z' });
    expect(answer.status).toBe(202);
    const [event] = await stored();
    expect(answer.body).toEqual({ accepted: 1, duplicates: 0, eventIds: [event.id] });
    expect(event).toMatchObject({ type: 'level_complete', meta: { level: 42 } });
    expect(event.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('takes meta as an object, as its text, or not at all', async () => {
    for (const meta of [{ level: 1 }, '{"level":1}', undefined, '{}'])
      expect((await tell({ eventType: 'x', meta })).status).toBe(202);
    expect((await stored()).map(({ meta }) => meta)).toEqual([{ level: 1 }, { level: 1 }, {}, {}]);
  });

  it('answers under the earlier address, in the earlier words, also without the prefix', async () => {
    const body = { eventType: 'level_complete', meta: '{"level":42}', timestampUtc: '2025-10-25T10:30:00' };
    for (const address of ['/event', '//event']) {
      const answer = await call<{ ok: boolean; eventId: string }>(app, address, { body, token: player.token });
      expect(answer.status).toBe(202);
      expect(answer.body).toMatchObject({ ok: true, accepted: 1, eventIds: [answer.body.eventId] });
    }
  });

  it('writes a thousand at once, 8 kB each, in order', async () => {
    const events = times(1_000, (n) => level(n, { meta: { level: n, pad: 'x'.repeat(8_192 - 19 - `${n}`.length) } }));
    expect(Buffer.byteLength(JSON.stringify(events[7].meta))).toBe(8_192);
    const { status, body } = await tell({ events });
    expect(status).toBe(202);
    expect(body).toMatchObject({ accepted: 1_000, duplicates: 0 });
    const rows = await stored();
    expect(rows.map(({ id }) => id)).toEqual(body.eventIds);
    expect(rows.map(({ meta }) => (meta as { level: number }).level)).toEqual(times(1_000, (n) => n));
  });

  it('writes all that many send at once', async () => {
    const answers = await Promise.all(times(100, (n) => tell({ events: times(20, () => level(n)) })));
    expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
    expect(new Set(answers.flatMap(({ body }) => body.eventIds)).size).toBe(2_000);
    expect(await stored()).toHaveLength(2_000);
  });

  describe('with an id of the client', () => {
    it('writes once what comes fifty times at once, and answers all with the same id', async () => {
      const answers = await Promise.all(times(50, () => tell(level(1, { clientEventId: 'c1' }))));
      expect(new Set(answers.flatMap(({ body }) => body.eventIds)).size).toBe(1);
      expect(answers.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(1);
      expect(answers.reduce((sum, { body }) => sum + body.duplicates, 0)).toBe(49);
      expect(await stored()).toHaveLength(1);
    });

    it('knows it again within one request', async () => {
      const { body } = await tell({
        events: [level(1, { clientEventId: 'a' }), level(2), level(3, { clientEventId: 'a' })],
      });
      expect(body).toMatchObject({ accepted: 2, duplicates: 1 });
      expect(body.eventIds[2]).toBe(body.eventIds[0]);
      expect((await stored()).map(({ meta }) => meta)).toEqual([{ level: 1 }, { level: 2 }]);
    });

    it('is the player’s own: another may use the same', async () => {
      const other = await makeUser(app);
      await tell(level(1, { clientEventId: 'mine' }));
      expect((await tell(level(1, { clientEventId: 'mine' }), other.token)).body.accepted).toBe(1);
    });
  });

  describe('refuses, with a pointer and nothing written,', () => {
    it.each([
      ['no type', { meta: {} }, '/eventType'],
      ['a type with a space', { eventType: 'a b' }, '/eventType'],
      ['a type of 101 characters', { eventType: 'x'.repeat(101) }, '/eventType'],
      ['a list as meta', { eventType: 'x', meta: [] }, '/meta'],
      ['null as meta', { eventType: 'x', meta: null }, '/meta'],
      ['text that is no JSON', { eventType: 'x', meta: 'level 42' }, '/meta'],
      ['the text of a number', { eventType: 'x', meta: '42' }, '/meta'],
      ['text with a name twice', { eventType: 'x', meta: '{"a":1,"a":2}' }, '/meta'],
      ['text with __proto__', { eventType: 'x', meta: '{"__proto__":{}}' }, '/meta'],
      ['8 kB and a byte', { eventType: 'x', meta: { pad: 'x'.repeat(8_193 - 10) } }, '/meta'],
      ['a month too many', { eventType: 'x', timestampUtc: '2026-13-01T00:00:00Z' }, '/timestampUtc'],
      ['a number as time', { eventType: 'x', timestampUtc: 1 }, '/timestampUtc'],
      ['an empty client id', { eventType: 'x', clientEventId: '' }, '/clientEventId'],
      ['a field nobody knows', { eventType: 'x', level: 1 }, '/level'],
      ['somebody else as player', { eventType: 'x', userId: '0199c000-0000-7000-8000-00000000aaaa' }, '/userId'],
      ['no events', { events: [] }, '/events'],
      ['more than a thousand', { events: times(1_001, level) }, '/events'],
      ['a field beside the list', { events: [level(1)], eventType: 'x' }, '/eventType'],
      ['what is no event', { events: [level(1), 'x'] }, '/events/1'],
      ['one bad event among good ones', { events: [level(1), level(2, { meta: 3 }), level(3)] }, '/events/1/meta'],
    ])('%s', async (_, body, pointer) => {
      const answer = await tell(body);
      expect(answer.status).toBe(400);
      expect(answer.body.code).toBe('request.invalid');
      expect(pointers(answer)).toEqual([pointer]);
      expect(await stored()).toEqual([]);
    });

    it('strangers, before it reads what they send', async () => {
      const answer = await call(app, '/events', { body: { events: times(1_000, level) } });
      expect(answer.status).toBe(401);
      expect((await call(app, '/events', { body: level(1), token: 'none' })).status).toBe(401);
    });
  });

  describe('from a server', () => {
    it('takes events of any players, by the scope for it', async () => {
      const other = await makeUser(app);
      const server = await makeUser(app, { role: 'service', scopes: ['events:write'] });
      const events = [level(1, { userId: player.id }), level(2, { userId: other.id.toUpperCase() })];
      expect((await tell({ events }, server.token)).body).toMatchObject({ accepted: 2 });
      expect(await stored()).toHaveLength(1);
      expect(await stored(other.id)).toHaveLength(1);
      const reader = await makeUser(app, { role: 'service', scopes: ['read', 'funds:write'] });
      expect((await tell({ events }, reader.token)).status).toBe(403);
    });

    it('asks whose they are, and refuses all where one is nobody’s', async () => {
      const server = await makeUser(app, { role: 'service' });
      expect(pointers(await tell(level(1), server.token))).toEqual(['/userId']);
      const nobody = '0199c000-0000-7000-8000-00000000aaaa';
      const events = [level(1, { userId: player.id, clientEventId: 'k' }), level(2, { userId: nobody })];
      const [refused, good] = await Promise.all([tell({ events }, server.token), tell(level(3))]);
      expect(refused.status).toBe(404);
      expect(refused.body.code).toBe('user.not_found');
      expect(pointers(refused)).toEqual(['/events/1/userId']);
      expect(good.status).toBe(202);
      expect((await stored()).map(({ meta }) => meta)).toEqual([{ level: 3 }]);
      expect((await tell(level(1, { clientEventId: 'k' }))).body.accepted).toBe(1);
    });
  });

  it('counts a moment ahead as now, and what is very late as 30 days late', async () => {
    const before = Date.now();
    await tell(level(1, { timestampUtc: '2999-01-01T00:00:00Z' }));
    await tell(level(2, { timestampUtc: '1999-01-01T00:00:00Z' }));
    const yesterday = new Date(before - 86_400_000).toISOString();
    await tell(level(3, { timestampUtc: yesterday }));
    const [ahead, late, kept] = (await stored()).map((event) => event.occurred_at.getTime());
    expect(ahead).toBeGreaterThanOrEqual(before);
    expect(ahead).toBeLessThanOrEqual(Date.now());
    expect(late).toBeGreaterThanOrEqual(before - 30 * 86_400_000);
    expect(late).toBeLessThanOrEqual(Date.now() - 30 * 86_400_000);
    expect(new Date(kept).toISOString()).toBe(yesterday);
  });
});

describeWithRedis('two processes on one database', () => {
  let redis: TestRedis;
  let both: TestApp[];

  beforeAll(async () => {
    redis = await startRedis();
    const one = await startApp({ REDIS_URL: redis.url });
    both = [one, await startApp({ REDIS_URL: redis.url }, one.database)];
  });
  afterAll(async () => {
    for (const each of both.toReversed()) await each.close();
    await redis.remove();
  });

  it('write an event once, whichever of them it comes to', async () => {
    const { token } = await makeUser(both[0]);
    const send = (n: number) => {
      const events = times(5, (k) => level(n, { clientEventId: `c${n % 2 ? k : 4 - k}` }));
      return call<Recording>(both[n % 2], '/events', { body: { events }, token });
    };
    const answers = await Promise.all(times(100, send));
    expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
    expect(new Set(answers.flatMap(({ body }) => body.eventIds)).size).toBe(5);
    expect(answers.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(5);
    expect(await both[0].database.query('select from player_events')).toHaveLength(5);
    const [{ counted }] = await both[0].database.query<{ counted: string }>(
      'select sum(events) as counted from event_counts',
    );
    expect(counted).toBe('5');
  });
});
