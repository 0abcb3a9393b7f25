import { randomUUID } from 'node:crypto';
import { InboxRetention } from '../src/payments/inbox-retention';
import { type TestApp, startApp } from './support/app';
import { call, makeUser, type TestUser } from './support/players';
import { tellXsolla, withProviders, XSOLLA_PROJECT } from './support/provider-calls';

const DAY_MS = 86_400_000;

let app: TestApp;
beforeAll(async () => {
  app = await startApp(withProviders('http://127.0.0.1:9'));
});
afterAll(() => app.close());

async function kept(word: string): Promise<{ user_id: string | null; body: string | null }[]> {
  const rows = await app.database.query<{ user_id: string | null; body: string | null; external_id: string }>(
    'select user_id, body, external_id from payment_notifications where external_id = $1',
    [word],
  );
  return rows.map(({ user_id, body }) => ({ user_id, body }));
}

async function added(user: object, over: object = {}): Promise<string> {
  const id = randomUUID();
  const body = { notification_type: 'payment_account_add', settings: { project_id: XSOLLA_PROJECT }, user, ...over };
  expect(await tellXsolla(app, { ...body, transaction: { id } })).toMatchObject({ isAccepted: true });
  return id;
}

const erase = ({ id, token }: TestUser) => call(app, `/users/${id}`, { method: 'DELETE', token, body: {} });

describe('what Xsolla tells of a player and of no order', () => {
  it('is theirs to export, and its text goes when they are erased', async () => {
    const player = await makeUser(app);
    const user = { id: player.id, email: 'known@example.com', phone: '998901234567' };
    const id = await added(user);
    expect(await kept(id)).toMatchObject([{ user_id: player.id, body: expect.stringContaining('known@example.com') }]);
    const held = await call(app, `/users/${player.id}/export`, { token: player.token });
    expect(held.text).toContain('known@example.com');
    expect((await erase(player)).status).toBe(204);
    expect(await kept(id)).toEqual([{ user_id: player.id, body: null }]);
    const afterwards = await added(user);
    expect(await kept(afterwards)).toEqual([{ user_id: player.id, body: null }]);
  });

  it.each<[string, (id: string) => [object, object]]>([
    ['external_id', (id) => [{ external_id: id, id: 'an id of Xsolla' }, {}]],
    ['user_id', (id) => [{}, { user_id: id }]],
    ['id in capitals', (id) => [{ id: id.toUpperCase() }, {}]],
  ])('is found by their %s', async (_, naming) => {
    const player = await makeUser(app);
    expect(await kept(await added(...naming(player.id)))).toMatchObject([{ user_id: player.id }]);
  });

  it.each(['somebody', randomUUID(), 12, ''])('names nobody of ours where the id is %p', async (id) => {
    expect(await kept(await added({ id }))).toMatchObject([{ user_id: null, body: expect.any(String) }]);
  });

  it('is forgotten after 30 days, whoever it is about', async () => {
    const ids = [await added({ id: (await makeUser(app)).id }), await added({ email: 'stranger@example.com' })];
    await app.get(InboxRetention).forget(Date.now() + 29 * DAY_MS);
    for (const id of ids) expect(await kept(id)).toHaveLength(1);
    await app.get(InboxRetention).forget(Date.now() + 31 * DAY_MS);
    for (const id of ids) expect(await kept(id)).toEqual([]);
  });
});
