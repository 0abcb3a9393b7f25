import { EventStatsQuery } from '../src/tracking/event-stats.query';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { call, makeUser, times, type TestUser } from './support/players';

interface EventsPage {
  events: { id: string; type: string; ts: string; meta: Record<string, unknown> }[];
  nextCursor: string | null;
  hasMore: boolean;
  limit: number;
  offset?: number;
  total?: number;
  code?: string;
}

interface Stats {
  scope: string;
  since: string;
  until: string;
  total: number;
  stats: { eventType: string; count: number }[];
  buckets: { start: string; eventType: string; count: number }[];
}

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString();

async function playerWith(events: readonly object[]): Promise<TestUser> {
  const player = await makeUser(app);
  if (events.length > 0)
    expect((await call(app, '/events', { body: { events }, token: player.token })).status).toBe(202);
  return player;
}

const read = (user: TestUser, query = '') => call<EventsPage>(app, `/events${query}`, { token: user.token });
const levels = ({ body }: { body: EventsPage }) => body.events.map(({ meta }) => meta.level);

describe('GET /events', () => {
  it('shows the last 100, the latest first, page by page to the first', async () => {
    const player = await playerWith(times(250, (n) => ({ eventType: 'x', meta: { level: n } })));
    const seen: unknown[] = [];
    for (let query = ''; ;) {
      const page = await read(player, query);
      expect(page.status).toBe(200);
      expect(page.body.hasMore).toBe(page.body.nextCursor !== null);
      seen.push(...levels(page));
      if (page.body.nextCursor === null) break;
      expect(page.body.events).toHaveLength(100);
      query = `?cursor=${page.body.nextCursor}`;
    }
    expect(seen).toEqual(times(250, (n) => 249 - n));
    expect((await read(player, '?limit=1000')).body.events).toHaveLength(250);
  });

  it('answers as the earlier system did, by its names', async () => {
    const player = await playerWith(
      times(7, (n) => ({ eventType: n % 2 ? 'odd' : 'even', meta: { level: n }, timestampUtc: hoursAgo(7 - n) })),
    );
    const page = await call<EventsPage>(
      app,
      `//events?limit=2&offset=1&event_type=even&start_time=${hoursAgo(6)}&end_time=${hoursAgo(0)}`,
      {
        token: player.token,
      },
    );
    expect(levels(page)).toEqual([4, 2]);
    expect(page.body).toMatchObject({ limit: 2, offset: 1, total: 3, hasMore: false });
    expect(Object.keys(page.body.events[0])).toEqual(['id', 'type', 'ts', 'meta']);
  });

  it('counts no further than anybody pages', async () => {
    const player = await playerWith([{ eventType: 'x' }]);
    await app.database.query(
      `insert into player_events select user_id, (left(id::text, 24) || lpad(to_hex(n), 12, '0'))::uuid, type, occurred_at, meta
       from player_events, generate_series(1, 100001) n where user_id = $1`,
      [player.id],
    );
    expect((await read(player, '?limit=1&offset=0')).body.total).toBe(100_000);
    await app.database.query(
      'delete from player_events where user_id = $1 and id not in (select id from player_events where user_id = $1 limit 1)',
      [player.id],
    );
  });

  it('filters by type and by when it happened', async () => {
    const player = await playerWith(
      times(10, (n) => ({ eventType: n < 5 ? 'a' : 'b', meta: { level: n }, timestampUtc: hoursAgo(10 - n - 0.5) })),
    );
    expect(levels(await read(player, '?type=a'))).toEqual([4, 3, 2, 1, 0]);
    expect(levels(await read(player, `?since=${hoursAgo(4)}`))).toEqual([9, 8, 7, 6]);
    expect(levels(await read(player, `?until=${hoursAgo(8)}`))).toEqual([1, 0]);
    expect(levels(await read(player, `?since=${hoursAgo(8)}&until=${hoursAgo(4)}&type=b`))).toEqual([5]);
  });

  it('shows nobody else’s, but to staff and servers', async () => {
    const player = await playerWith([{ eventType: 'secret' }]);
    const [other, support] = [await makeUser(app), await makeUser(app, { role: 'support' })];
    expect((await read(other)).body.events).toEqual([]);
    expect((await call(app, `/users/${player.id}/events`, { token: other.token })).status).toBe(404);
    for (const token of [support.token, player.token, (await makeUser(app, { role: 'service' })).token]) {
      const { body } = await call<{ items: { type: string }[] }>(app, `/users/${player.id}/events`, { token });
      expect(body.items.map(({ type }) => type)).toEqual(['secret']);
    }
    const nobody = '0199c000-0000-7000-8000-00000000aaaa';
    expect((await call(app, `/users/${nobody}/events`, { token: support.token })).status).toBe(404);
  });

  it.each([
    'limit=0',
    'limit=1001',
    'cursor=x',
    'type=a%20b',
    'since=never',
    'offset=10001',
    'offset=1&cursor=x',
    'x=1',
  ])('refuses %s', async (query) => {
    expect((await read(await makeUser(app), `?${query}`)).status).toBe(400);
  });
});

describe('GET /events/stats', () => {
  const stats = (user: TestUser | undefined, query = '', target: { url: string } = app) =>
    call<Stats>(target, `/events/stats${query}`, { token: user?.token });

  it('counts one’s own by type and hour', async () => {
    const day = new Date(Date.now() - 24 * HOUR_MS).toISOString().slice(0, 10);
    const at = (time: string) => `${day}T${time}Z`;
    const player = await playerWith([
      { eventType: 'a', timestampUtc: at('10:00:00') },
      { eventType: 'a', timestampUtc: at('10:59:59.999') },
      { eventType: 'a', timestampUtc: at('11:00:00') },
      { eventType: 'b', timestampUtc: at('11:30:00') },
      { eventType: 'b', timestampUtc: at('12:00:00') },
    ]);
    await playerWith([{ eventType: 'a', timestampUtc: at('10:00:00') }]);
    const { body } = await stats(player, `?bucket=hour&since=${at('10:30:00')}&until=${at('12:00:00')}`);
    expect(body).toEqual({
      scope: 'self',
      bucket: 'hour',
      since: at('10:00:00.000'),
      until: at('12:00:00.000'),
      total: 4,
      stats: [
        { eventType: 'a', count: 3 },
        { eventType: 'b', count: 1 },
      ],
      buckets: [
        { start: at('10:00:00.000'), eventType: 'a', count: 2 },
        { start: at('11:00:00.000'), eventType: 'a', count: 1 },
        { start: at('11:00:00.000'), eventType: 'b', count: 1 },
      ],
    });
    expect((await call<Stats>(app, '//stats?type=b', { token: player.token })).body.stats).toEqual([
      { eventType: 'b', count: 2 },
    ]);
  });

  it('counts those of all for staff, each event once, however it came', async () => {
    const players = await Promise.all(times(20, () => playerWith([])));
    await Promise.all(
      times(200, (n) =>
        call(app, '/events', {
          body: { eventType: `all.${n % 3}`, clientEventId: `c${n % 50}`, timestampUtc: hoursAgo(n % 100) },
          token: players[n % 20].token,
        }),
      ),
    );
    const admin = await makeUser(app, { role: 'admin' });
    const { body } = await stats(admin, `?since=${hoursAgo(240)}&limit=1000`);
    expect(body.scope).toBe('all');
    const raw = await app.database.query<{ eventType: string; count: string }>(
      'select type as "eventType", count(*) from player_events group by 1',
    );
    expect(Object.fromEntries(body.stats.map(({ eventType, count }) => [eventType, count]))).toEqual(
      Object.fromEntries(raw.map(({ eventType, count }) => [eventType, Number(count)])),
    );
    expect(body.total).toBe(raw.reduce((sum, { count }) => sum + Number(count), 0));
    const days = await app.database.query<{ start: Date; eventType: string; count: string }>(
      `select date_trunc('day', occurred_at, 'UTC') as start, type as "eventType", count(*) from player_events group by 1, 2`,
    );
    const inWords = (rows: { start: Date | string; eventType: string; count: number | string }[]) =>
      rows.map(({ start, eventType, count }) => `${new Date(start).toISOString()} ${eventType} ${count}`).toSorted();
    expect(inWords(body.buckets)).toEqual(inWords(days));
    const most = body.stats[0];
    expect((await stats(admin, `?since=${hoursAgo(240)}&limit=1`)).body).toMatchObject({
      total: body.total,
      stats: [most],
    });
  });

  it('answers strangers only where the settings say so, and never of one player', async () => {
    expect((await stats(undefined)).status).toBe(401);
    const open = await startApp({ PUBLIC_STATS: 'true' });
    try {
      const { token } = await makeUser(open);
      await call(open, '/events', { body: { eventType: 'a' }, token });
      expect((await stats(undefined, '', open)).body).toMatchObject({ scope: 'all', total: 1 });
      expect((await call(open, '/events')).status).toBe(401);
    } finally {
      await open.close();
    }
  });

  it('is worked out for strangers once a minute, for two of them at a time, and of fewer days', async () => {
    const open = await startApp({ PUBLIC_STATS: 'true' });
    try {
      const query = open.app.get(EventStatsQuery);
      const ofAll = query.ofAll.bind(query);
      let go = () => undefined as void;
      const gate = new Promise<void>((resolve) => (go = resolve));
      const asked = jest.spyOn(query, 'ofAll').mockImplementation((window) => gate.then(() => ofAll(window)));
      const many = times(30, (n) => stats(undefined, `?limit=${1 + (n % 2)}`, open));
      await eventually(() => expect(asked).toHaveBeenCalledTimes(2));
      expect(await stats(undefined, '?limit=3', open)).toMatchObject({ status: 503 });
      go();
      expect(new Set((await Promise.all(many)).map(({ status }) => status))).toEqual(new Set([200]));
      expect((await stats(undefined, '?limit=2', open)).status).toBe(200);
      expect(asked).toHaveBeenCalledTimes(2);
      expect((await stats(undefined, `?since=${hoursAgo(33 * 24)}&limit=1`, open)).status).toBe(400);
      expect((await stats(undefined, '?limit=1000', open)).status).toBe(400);
    } finally {
      await open.close();
    }
  });

  it('may be asked less often than what is read in one place', async () => {
    const limited = await startApp({ RATE_LIMIT_SCALE: '0.02' });
    try {
      const player = await makeUser(limited);
      const statuses = [];
      for (let n = 0; n < 3; n++) statuses.push((await stats(player, '', limited)).status);
      expect(statuses).toEqual([200, 200, 429]);
    } finally {
      await limited.close();
    }
  });

  it('answers a server only if its key may read', async () => {
    const writer = await makeUser(app, { role: 'service', scopes: ['events:write'] });
    expect(await stats(writer)).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } });
    expect((await call(app, '/stats', { token: writer.token })).status).toBe(403);
    const reader = await makeUser(app, { role: 'service', scopes: ['read'] });
    expect(await stats(reader)).toMatchObject({ status: 200, body: { scope: 'all' } });
  });

  it.each([
    'bucket=week',
    'since=2026-01-02&until=2026-01-01',
    'bucket=hour&since=2020-01-01',
    'limit=1001',
    'since=2026-01-01&until=2026-04-04&limit=1',
  ])('refuses %s', async (query) => {
    expect((await stats(await makeUser(app), `?${query}`)).status).toBe(400);
  });
});
