import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { AccessTokens } from '../src/auth/access-tokens';
import { EventErasure } from '../src/tracking/event-erasure';
import { EventPartitions } from '../src/tracking/event-partitions.service';
import { dayOf } from '../src/tracking/event-time';
import { idsFrom, momentOfId } from '../src/platform/database/new-id';
import { startApp, type TestApp } from './support/app';
import { call, makeUser, type TestUser } from './support/players';

const DAY_MS = 86_400_000;

let app: TestApp;
let player: TestUser;
beforeEach(async () => {
  app = await startApp({ EVENT_RETENTION_DAYS: '10' });
  player = await makeUser(app);
});
afterEach(() => app.close());

const tell = (clientEventId: string) =>
  call<{ accepted: number; eventIds: string[] }>(app, '/events', {
    body: { eventType: 'x', clientEventId },
    token: player.token,
  });
const nameOf = (ms: number, to = '') => `player_events_${to}${dayOf(ms).replaceAll('-', '')}`;

async function partitions(): Promise<string[]> {
  const rows = await app.database.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'player_events'::regclass order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function asApplication(sql: string): Promise<unknown> {
  const client = new Client({ connectionString: app.database.url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Up to which day a single partition holds what came before: the day on which the database was made. */
async function madeOn(): Promise<{ table: string; ms: number }> {
  const table = (await partitions()).find((name) => name.includes('_to_'))!;
  const [, year, month, day] = /(....)(..)(..)$/.exec(table)!;
  return { table, ms: Date.parse(`${year}-${month}-${day}`) };
}

/** What a Florin that has run for long has: each of the last days, with an event that has a client's id. */
async function liveThrough(days: number): Promise<void> {
  const now = Date.now();
  await app.database.query(`drop table ${(await madeOn()).table}`);
  for (let ago = days; ago > 0; ago--) {
    const ms = now - ago * DAY_MS;
    const [from, to] = [dayOf(ms), dayOf(ms + DAY_MS)].map((day) => idsFrom(Date.parse(day)));
    await app.database.query(
      `create table if not exists ${nameOf(ms)} partition of player_events for values from ('${from}') to ('${to}')`,
    );
    await app.database.query(`insert into player_events values ($1, $2, 'x', $3, '{}')`, [
      player.id,
      idsFrom(ms),
      new Date(ms),
    ]);
    await app.database.query(`insert into player_event_keys values ($1, md5($2)::uuid, $3)`, [
      player.id,
      `${ago}`,
      idsFrom(ms),
    ]);
  }
}

it('has the days of the next week from the start, and makes those to come', async () => {
  const { table, ms } = await madeOn();
  const week = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => nameOf(ms + n * DAY_MS));
  expect(await partitions()).toEqual([...week, table].toSorted());
  await app.get(EventPartitions).keep(ms + 3 * DAY_MS);
  await app.get(EventPartitions).keep(ms + 3 * DAY_MS);
  expect(await partitions()).toHaveLength(12);
  expect(await partitions()).toContain(nameOf(ms + 10 * DAY_MS));
});

it('drops the days that are older than it should keep, with the client’s ids of those days', async () => {
  await liveThrough(14);
  const kept = async () => (await app.database.query('select from player_events')).length;
  const known = async () => (await app.database.query('select from player_event_keys')).length;
  await app.get(EventPartitions).keep();
  expect(await kept()).toBe(10);
  expect(await known()).toBe(10);
  expect(await partitions()).not.toContain(nameOf(Date.now() - 11 * DAY_MS));
  expect(await partitions()).toContain(nameOf(Date.now() - 10 * DAY_MS));
  await app.get(EventPartitions).keep(Date.now() + 3 * DAY_MS);
  expect(await kept()).toBe(7);
  expect(await known()).toBe(7);
});

it('drops the day that holds what came from a backup once all of it is old', async () => {
  const { table } = await madeOn();
  await app.database.query(`alter table ${table} rename to ${nameOf(Date.now() - 20 * DAY_MS, 'to_')}`);
  await app.get(EventPartitions).keep();
  expect((await partitions()).filter((each) => each.includes('_to_'))).toEqual([]);
});

it('knows the same event again on another day', async () => {
  const first = await tell('c');
  const yesterday = idsFrom(Date.now() - DAY_MS);
  await app.database.query('update player_event_keys set event_id = $1', [yesterday]);
  expect((await tell('c')).body).toMatchObject({ accepted: 0, eventIds: [yesterday] });
  expect(first.body.accepted).toBe(1);
});

it('makes the day itself when no worker has made it', async () => {
  for (const name of await partitions()) await app.database.query(`drop table ${name}`);
  expect((await tell('c')).status).toBe(202);
  expect(await app.database.query('select from player_events')).toHaveLength(1);
});

it('waits for nobody who reads: the day is dropped the next time', async () => {
  await liveThrough(12);
  await app.database.query('begin');
  await app.database.query('select from player_events limit 1');
  await app.get(EventPartitions).keep();
  await app.database.query('commit');
  expect(await partitions()).toContain(nameOf(Date.now() - 12 * DAY_MS));
  await app.get(EventPartitions).keep();
  expect(await partitions()).not.toContain(nameOf(Date.now() - 12 * DAY_MS));
});

it.each([
  `select make_event_partition('2020-01-01')`,
  `select make_event_partition(current_date + 70)`,
  `select make_event_partition(null)`,
  `select drop_event_partition('users')`,
  `select drop_event_partition('player_events')`,
  `select drop_event_partition('player_events_' || to_char(now() at time zone 'UTC', 'YYYYMMDD'))`,
  `select drop_event_partition('player_events_20200101; drop table users')`,
])('lets the application do no more than that: %s', async (sql) => {
  await expect(asApplication(sql)).rejects.toThrow(/No partition|is no partition|too young/);
});

it('erases with a player what they did, and a minute later what was on its way', async () => {
  await tell('c');
  const { token } = await makeUser(app, { role: 'admin' });
  const erase = { method: 'DELETE', body: { reason: 'Asked for by mail' }, token };
  expect((await call(app, `/users/${player.id}`, erase)).status).toBe(204);
  const held = async () =>
    (await app.database.query('select from player_events')).length +
    (await app.database.query('select from player_event_keys')).length;
  expect(await held()).toBe(0);
  expect((await tell('c')).status).toBe(404);
  expect(await held()).toBe(0);
  await app.database.query(`insert into player_events values ($1, $2, 'x', now(), '{}')`, [
    player.id,
    idsFrom(Date.now()),
  ]);
  await app.get(EventErasure).finish();
  expect(await held()).toBe(1);
  await app.get(EventErasure).finish(Date.now() + 61_000);
  expect(await held()).toBe(0);
  expect(await app.database.query('select from event_erasures')).toEqual([]);
});

it('reads the last events of a player day by day, and no more days than it takes', async () => {
  await liveThrough(9);
  await app.database.query(
    `insert into player_events select gen_random_uuid(), id, type, occurred_at, meta from player_events, generate_series(1, 2000)`,
  );
  await app.database.query('analyze player_events');
  const plan = await app.database.query<{ 'QUERY PLAN': string }>(
    `explain (analyze, costs off, timing off, summary off)
     select id, type, occurred_at, meta from player_events
     where user_id = '${player.id}' and id > '${idsFrom(0)}' and id < 'ffffffff-ffff-ffff-ffff-ffffffffffff'
     order by id desc limit 3`,
  );
  const text = plan.map((row) => row['QUERY PLAN']).join('\n');
  expect(text).toContain('Append');
  expect(text).not.toMatch(/Merge Append|Sort/);
  expect(text).toContain('never executed');
});

describe('of a player who has been there for long', () => {
  /** As many days as a page looks at, with the plans of what was asked for it. */
  async function read(token: string, query = '') {
    const asked = jest.spyOn(app.get(DataSource), 'query');
    const { body } = await call<{ events: { id: string }[]; total?: number }>(app, `/events${query}`, { token });
    const statements = asked.mock.calls.filter(([sql]) => sql.includes('from player_events'));
    asked.mockRestore();
    const days = new Set<string>();
    for (const [sql, params] of statements) {
      const plan = await app.database.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, params as unknown[]);
      for (const row of plan) for (const [name] of row['QUERY PLAN'].matchAll(/player_events_\d{8}/g)) days.add(name);
    }
    return { ids: body.events.map(({ id }) => id), total: body.total, days: [...days].toSorted(), statements };
  }

  async function comeDaysAgo(days: number): Promise<TestUser> {
    const id = idsFrom(Date.now() - days * DAY_MS).replace('-0000-0000-', '-7000-8000-');
    const copy = (table: string, key: string, changed: object) =>
      app.database.query(
        `insert into ${table} select (jsonb_populate_record(one, $2)).* from ${table} one where ${key} = $1`,
        [player.id, changed],
      );
    await copy('users', 'id', { id, username: 'long.there', email: 'long@example.com' });
    await copy('accounts', 'user_id', { user_id: id });
    return { id, token: app.get(AccessTokens).issue({ id, role: 'player' }).accessToken };
  }

  it('reads the last events from the days that hold them', async () => {
    player = await comeDaysAgo(60);
    await liveThrough(40);
    await tell('now');
    const ago = (days: number) => dayOf(Date.now() - days * DAY_MS);
    const daysOf = ({ ids }: { ids: string[] }) => ids.map((id) => dayOf(momentOfId(id)));
    const last = await read(player.token, '?limit=1');
    expect(daysOf(last)).toEqual([ago(0)]);
    expect(last.days[0]).toBe(nameOf(Date.now() - DAY_MS));
    expect(last.days.length).toBeLessThanOrEqual(3);
    const few = await read(player.token, '?limit=5');
    expect(daysOf(few)).toEqual([0, 1, 2, 3, 4].map(ago));
    expect(few.days.length).toBeLessThanOrEqual(11);
    const all = await read(player.token);
    expect(all.ids).toHaveLength(41);
    expect(all.statements.length).toBeLessThanOrEqual(4);
    expect((await read(player.token, '?limit=5&offset=20')).ids).toEqual(all.ids.slice(20, 25));
    expect((await read(player.token, '?limit=5&offset=20')).total).toBe(41);
  });

  it('looks at no day before a player came, and at none to come', async () => {
    await liveThrough(40);
    const young = await makeUser(app);
    const page = await read(young.token, '?offset=0');
    expect(page.ids).toEqual([]);
    expect(page.days.length).toBeLessThanOrEqual(3);
  });
});

it('answers nobody before the commit: what the database refuses is not accepted', async () => {
  await app.database.query(`
    create function refuse_late() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$;
    create constraint trigger refuse_late after insert on player_event_keys deferrable initially deferred
      for each row execute function refuse_late()`);
  expect((await tell('c')).status).toBe(500);
  expect(await app.database.query('select from player_events')).toEqual([]);
  await app.database.query('drop trigger refuse_late on player_event_keys');
  expect((await tell('c')).body.accepted).toBe(1);
});
