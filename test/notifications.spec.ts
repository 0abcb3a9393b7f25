import { NotificationRetention } from '../src/notifications/notification-retention';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { buy, call, makeUser, openShop, POTION, type TestUser, times } from './support/players';

interface Notifications {
  items: { id: string; type: string; at: string; data: object; readAt: string | null }[];
  nextCursor: string | null;
  unread: number;
}

let app: TestApp;
let player: TestUser;
beforeAll(async () => {
  app = await startApp();
  await openShop(app);
});
afterAll(() => app.close());

beforeEach(async () => {
  player = await makeUser(app, { coins: 100_000 });
  await Promise.all(times(9, () => buy(app, player, POTION.id)));
  await eventually(async () => expect((await list('?limit=100')).items).toHaveLength(10));
});

const list = async (query = '', user = player) =>
  (await call<Notifications>(app, `/notifications${query}`, { token: user.token })).body;
const read = (upTo: unknown, user = player) =>
  call<{ unread: number }>(app, '/notifications/read', { body: { upTo }, token: user.token });

async function all(query: string): Promise<Notifications['items']> {
  const items = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Notifications = await list(`${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

describe('GET /notifications', () => {
  it('begins with the newest, page by page', async () => {
    const items = await all('?limit=3');
    expect(items).toHaveLength(10);
    const ids = items.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    expect(items[9]).toMatchObject({ type: 'funds.added', readAt: null });
  });

  it('after one that the client has begins with the oldest, page by page, as over a socket', async () => {
    const ids = (await all('?limit=100')).map(({ id }) => id).reverse();
    expect((await all(`?limit=4&after=${ids[2]}`)).map(({ id }) => id)).toEqual(ids.slice(3));
    expect((await all('?limit=4&after=0')).map(({ id }) => id)).toEqual(ids);
    const { nextCursor } = await list('?limit=4&after=0');
    expect((await list(`?after=${nextCursor}&limit=100`)).items.map(({ id }) => id)).toEqual(ids.slice(4));
  });

  it('after an id that was never drawn begins with the oldest: the database may have been brought back', async () => {
    const ids = (await all('?limit=100')).map(({ id }) => id).reverse();
    expect((await all('?limit=4&after=9007199254740991')).map(({ id }) => id)).toEqual(ids);
  });

  it('counts and lists what is unread, until it is marked', async () => {
    const ids = (await all('?limit=100')).map(({ id }) => id).reverse();
    expect((await list()).unread).toBe(10);
    expect((await read(ids[3])).body).toEqual({ unread: 6 });
    expect((await read(ids[1])).body).toEqual({ unread: 6 });
    expect((await all('?unread=true&limit=4')).map(({ id }) => id)).toEqual(ids.slice(4).reverse());
    const [first] = (await list('?after=0&limit=1')).items;
    const [again] = ((await read(ids[9])).status === 200 && (await list('?after=0&limit=1')).items) || [];
    expect(again.readAt).toBe(first.readAt);
    expect((await list()).unread).toBe(0);
  });

  it('shows and marks nothing of anybody else', async () => {
    const stranger = await makeUser(app);
    const [{ id }] = (await list('?limit=1')).items;
    expect(await list('?after=0', stranger)).toEqual({ items: [], nextCursor: null, unread: 0 });
    expect((await read(id, stranger)).body).toEqual({ unread: 0 });
    expect((await list()).unread).toBe(10);
  });

  it.each(['?after=x', '?cursor=-1', '?limit=0', '?limit=101', '?unread=1', '?user=me', `?after=${'9'.repeat(16)}`])(
    'refuses %s',
    async (query) => {
      expect((await call(app, `/notifications${query}`, { token: player.token })).status).toBe(400);
    },
  );

  it.each([undefined, null, 1, 'x', '', ['1']])('refuses to mark up to %j', async (upTo) => {
    expect((await read(upTo)).status).toBe(400);
  });
});

describe('what players were told', () => {
  it('stays for 7 days after it was told, however long ago it happened', async () => {
    await app.database.query(`update notifications set at = now() - interval '8 days' where user_id = $1`, [player.id]);
    await app.get(NotificationRetention).forget();
    expect((await list()).items).toHaveLength(10);
  });

  it('is forgotten after 7 days, and not before', async () => {
    const retention = app.get(NotificationRetention);
    await app.database.query(
      `update notifications set told_at = now() - interval '6 days 23 hours' where user_id = $1 and type = 'funds.added'`,
      [player.id],
    );
    await retention.forget();
    expect((await list()).items).toHaveLength(10);
    await retention.forget(Date.now() + 2 * 3_600_000);
    expect((await list()).items).toHaveLength(9);
  });

  it('is in the export, and goes with the person', async () => {
    const { body } = await call<{ notifications: object[] }>(app, '/users/me/export', { token: player.token });
    expect(body.notifications).toHaveLength(10);
    expect(body.notifications[0]).toMatchObject({ type: 'funds.added', data: { amount: 100_000 } });
    const admin = await makeUser(app, { role: 'admin' });
    const erasure = { method: 'DELETE', token: admin.token, body: { reason: 'They asked for it.' } };
    expect((await call(app, `/users/${player.id}`, erasure)).status).toBe(204);
    expect(await app.database.query('select from notifications where user_id = $1', [player.id])).toEqual([]);
  });
});
