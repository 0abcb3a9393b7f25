import { startApp, type TestApp } from './support/app';
import { call, makeUser, times } from './support/players';

interface DemoSession {
  token: string;
  userId: string;
  code: string;
}

interface Profile {
  id: string;
  username: string;
  role: string;
  isGuest: boolean;
}

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const login = (userId: unknown, path = '/login') => call<DemoSession>(app, path, { body: { userId } });
const me = async (token: string) => (await call<Profile>(app, '/users/me', { token })).body;

describe('POST /login of the earlier system', () => {
  it('answers at its old place as below the prefix, and knows a user id again', async () => {
    const first = await login('player_001');
    expect(first.status).toBe(200);
    expect(first.body).toEqual({ token: expect.any(String), userId: 'player_001' });
    const second = await login('player_001', '//login');
    expect((await me(second.body.token)).id).toBe((await me(first.body.token)).id);
    expect((await me((await login('player_002')).body.token)).id).not.toBe((await me(first.body.token)).id);
  });

  it('makes one player of twenty requests at the same time', async () => {
    const answers = await Promise.all(times(20, () => login('crowd')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const ids = await Promise.all(answers.map(async ({ body }) => (await me(body.token)).id));
    expect(new Set(ids).size).toBe(1);
  });

  it.each(['admin', 'support'] as const)('is never the account of somebody with the role %s', async (role) => {
    const staff = await makeUser(app, { role });
    const { username } = await me(staff.token);
    for (const name of [staff.id, username, `${username}@example.com`]) {
      const profile = await me((await login(name)).body.token);
      expect(profile.id).not.toBe(staff.id);
      expect(profile).toMatchObject({ role: 'player', isGuest: false });
    }
  });

  it('is closed to those who are blocked', async () => {
    const { id } = await me((await login('villain')).body.token);
    const { token } = await makeUser(app, { role: 'support' });
    await call(app, `/users/${id}/block`, { token, body: { reason: 'Cheats.' } });
    const refused = await login('villain');
    expect([refused.status, refused.body.code]).toEqual([403, 'account.blocked']);
  });

  it('takes ids of 1 to 255 characters', async () => {
    for (const userId of ['a', 'игрок 7', '🐎'.repeat(255), 'x'.repeat(255)]) {
      expect((await login(userId)).body.userId).toBe(userId);
    }
    for (const userId of ['', 'x'.repeat(256), 7, null, ['a'], 'a\nb']) {
      expect((await login(userId)).status).toBe(400);
    }
  });
});

describe('Without a demonstration', () => {
  let quiet: TestApp;
  beforeAll(async () => {
    quiet = await startApp({ DEMO: 'false' });
  });
  afterAll(() => quiet.close());

  it.each(['/login', '//login'])('%s is one of the many addresses that are not there', async (path) => {
    for (const [method, body] of [
      ['POST', { userId: 'player_001' }],
      ['POST', { wrong: 1 }],
      ['POST', {}],
      ['GET'],
    ] as const) {
      const answer = await call(quiet, path, { method, body });
      const missing = await call(quiet, `${path}-that-never-was`, { method, body });
      const same = ({ body, status }: typeof answer) => ({
        ...body,
        status,
        requestId: undefined,
        instance: undefined,
      });
      expect(same(answer)).toEqual(same(missing));
      expect(answer.status).toBe(404);
    }
  });

  it('the documentation does not tell of it', async () => {
    const { paths } = (await call<{ paths: object }>(quiet, '//docs-json')).body;
    expect(Object.keys(paths)).not.toContain('/api/v1/login');
    expect(Object.keys((await call<{ paths: object }>(app, '//docs-json')).body.paths)).toContain('/api/v1/login');
  });
});

describe('The old places of other routes', () => {
  it('lead to the same handlers', async () => {
    const { token } = (await login('traveller', '//login')).body;
    const topUp = await call(app, '//users/add-funds', { token, key: 'one', body: { amount: 700 } });
    expect(topUp.status).toBe(201);
    const replayed = await call(app, '/users/add-funds', { token, key: 'one', body: { amount: 700 } });
    expect([replayed.text, replayed.headers.get('idempotent-replayed')]).toEqual([topUp.text, 'true']);
    expect((await call(app, '//balance', { token })).body.balance).toBe(700);
    expect((await call(app, '//users/inventory', { token })).body).toEqual({ consumables: [], permanents: [] });
    expect((await call(app, '//earn', { token, body: { reason: 'nothing' } })).body.code).toBe('reward.not_found');
  });

  it('ask for a token as those do', async () => {
    for (const path of ['//balance', '//users/inventory']) expect((await call(app, path)).status).toBe(401);
  });

  it('leave pages to the web', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml' };
    for (const path of ['//login', '//balance']) {
      expect((await call(app, path, { headers })).body.code).toBe('route.not_found');
    }
    expect((await call(app, '//login')).status).toBe(405);
  });
});
