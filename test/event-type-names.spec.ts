import { EventRecording } from '../src/tracking/event-recording.service';
import { EventTypeNames } from '../src/tracking/event-type-names.service';
import { startApp, type TestApp } from './support/app';
import { call, makeUser, times, type TestUser } from './support/players';

let app: TestApp;
/** 100 new names a day of all players, 2 of one player and of one address. */
beforeEach(async () => {
  app = await startApp({ RATE_LIMIT_SCALE: '0.02', TRUSTED_PROXIES: '127.0.0.1' });
});
afterEach(() => app.close());

const ofTypes = (from: number, count: number) => times(count, (n) => ({ eventType: `type.${from + n}` }));

async function tell(by: TestUser, events: readonly object[], address = '203.0.113.1'): Promise<void> {
  const headers = { 'x-forwarded-for': address };
  expect((await call(app, '/events', { body: { events }, token: by.token, headers })).status).toBe(202);
}

async function counts(): Promise<Map<string, number>> {
  const rows = await app.database.query<{ type: string; events: string }>(
    'select type, sum(events) as events from event_counts group by 1',
  );
  return new Map(rows.map(({ type, events }) => [type, Number(events)]));
}

/** As many names as all players may bring in a day. */
async function fillTheList(): Promise<void> {
  for (let n = 0; n < 50; n++) await tell(await makeUser(app), ofTypes(2 * n, 2), `198.51.100.${n}`);
  expect([...(await counts()).keys()].filter((type) => type.startsWith('type.'))).toHaveLength(100);
}

const makeServer = () => makeUser(app, { role: 'service', scopes: ['events:write'] });

describe('a type of events', () => {
  it('is counted by its name up to 5,000 new ones a day, and the rest together', async () => {
    await fillTheList();
    const late = await makeUser(app);
    await tell(late, [...ofTypes(99, 2), ...ofTypes(100, 1)]);
    const counted = await counts();
    expect(counted.size).toBe(101);
    expect([counted.get('type.99'), counted.get('(other)')]).toEqual([2, 2]);
    const own = await call<{ events: { type: string }[] }>(app, '/events?type=type.100', { token: late.token });
    expect(own.body.events).toHaveLength(2);
  });

  it('has its name whatever many accounts of one address told before', async () => {
    for (let n = 0; n < 60; n++) await tell(await makeUser(app), ofTypes(2 * n, 2));
    await tell(await makeUser(app), [{ eventType: 'level_complete' }], '203.0.113.2');
    await tell(await makeUser(app), [{ eventType: 'level_complete' }]);
    const counted = await counts();
    expect([...counted.keys()].toSorted()).toEqual(['(other)', 'level_complete', 'type.0', 'type.1']);
    expect(counted.get('level_complete')).toBe(2);
  });

  it('has its name where it was counted these days, whatever is told today', async () => {
    await app.database.query(
      `insert into event_counts (hour, type, shard, events)
       values (date_trunc('hour', now() - interval '2 days'), 'level_complete', 0, 7)`,
    );
    await fillTheList();
    await tell(await makeUser(app), [{ eventType: 'level_complete' }]);
    expect((await counts()).get('level_complete')).toBe(8);
  });

  it('has its name where a server told it, whatever else is told, and whoever tells it then', async () => {
    await fillTheList();
    const player = await makeUser(app);
    await tell(await makeServer(), [{ eventType: 'of.server', userId: player.id }]);
    await tell(player, [{ eventType: 'of.server' }]);
    expect((await counts()).get('of.server')).toBe(2);
  });

  it('keeps the name that a server gave it beside players whose same type has none', async () => {
    const player = await makeUser(app);
    const naming = jest
      .spyOn(app.get(EventTypeNames), 'unnamedTypes')
      .mockImplementation(({ role }) => Promise.resolve(new Set(role === 'service' ? [] : ['x'])));
    const draft = { userId: player.id, type: 'x', meta: '{}', toldMs: undefined, clientKey: null, pointer: '' };
    const tellers = times(20, (n) => ({ id: player.id, role: n % 2 === 0 ? 'service' : 'player' }) as const);
    await Promise.all(tellers.map((teller) => app.get(EventRecording).record(teller, [draft])));
    naming.mockRestore();
    expect(await counts()).toEqual(
      new Map([
        ['x', 10],
        ['(other)', 10],
      ]),
    );
  });
});
