import { AccessTokens } from '../src/auth/access-tokens';
import { ApiKeyPrincipals } from '../src/auth/api-key-principals';
import { ApiKeysRepository } from '../src/auth/api-keys.repository';
import { type Scope, SCOPES } from '../src/platform/security/principal';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { BOOST, call, makeUser, openShop, type TestUser, times } from './support/players';
import { tablesHolding } from './support/search-database';

interface KeyView {
  id: string;
  name: string;
  prefix: string;
  key: string;
  scopes: Scope[];
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
  code: string;
}

let app: TestApp;
let admin: TestUser;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
  admin = await makeUser(app, { role: 'admin' });
});
afterAll(() => app.close());
afterEach(() => jest.restoreAllMocks());

const make = (body: object, { token }: { token?: string } = admin) =>
  call<KeyView>(app, '/api-keys', { token, body: { name: 'eu-1', scopes: ['read'], ...body } });
const revoke = (id: string, { token }: TestUser = admin) => call(app, `/api-keys/${id}`, { method: 'DELETE', token });
const list = async (query = '') =>
  (await call<{ items: KeyView[]; nextCursor: string | null }>(app, `/api-keys${query}`, { token: admin.token })).body;
const view = async (id: string) => (await list('?limit=100')).items.find((key) => key.id === id);

/** What this key is told where it reads. */
const read = async (key: string) => (await call(app, `/users/${admin.id}/balance`, { token: key })).status;

describe('An API key', () => {
  it('is shown once and kept as a hash', async () => {
    const { status, body } = await make({ scopes: ['funds:write', 'read'] });
    expect(status).toBe(201);
    expect(body.key).toMatch(/^fl_[\w-]{43}$/);
    expect(body).toMatchObject({ name: 'eu-1', scopes: ['funds:write', 'read'], expiresAt: null, revokedAt: null });
    expect(body.key.startsWith(body.prefix)).toBe(true);
    expect(body.prefix).toHaveLength(9);
    expect(await view(body.id)).toEqual({ ...body, key: undefined });
    expect(await tablesHolding(app.database, body.key.slice(12))).toEqual([]);
    expect(await read(body.key)).toBe(200);
  });

  it.each([
    [{ name: '' }, '/name'],
    [{ name: ' ' }, '/name'],
    [{ name: 'x'.repeat(101) }, '/name'],
    [{ name: 'two\nlines' }, '/name'],
    [{ scopes: [] }, '/scopes'],
    [{ scopes: ['everything'] }, '/scopes'],
    [{ scopes: ['read', 'read'] }, '/scopes'],
    [{ scopes: 'read' }, '/scopes'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    [{ expiresAt: 'soon' }, '/expiresAt'],
    [{ createdBy: 'me' }, '/createdBy'],
  ])('is not made of %j', async (body, pointer) => {
    const refused = await make(body);
    expect([refused.status, (refused.body as { errors?: { pointer: string }[] }).errors?.[0].pointer]).toEqual([
      400,
      pointer,
    ]);
  });

  it('is made, seen and revoked by admins only', async () => {
    const { id } = (await make({})).body;
    const others = await Promise.all(
      (['player', 'support', 'finance', 'service'] as const).map((role) => makeUser(app, { role })),
    );
    for (const other of others) {
      const answers = [
        await make({}, other),
        await call(app, '/api-keys', { token: other.token }),
        await revoke(id, other),
      ];
      expect(answers.map(({ status, body }) => [status, body.code])).toEqual(times(3, () => [403, 'auth.forbidden']));
    }
    expect((await make({}, {})).status).toBe(401);
    expect((await view(id))?.revokedAt).toBeNull();
  });

  it('is not made by somebody who is an admin in their token only', async () => {
    const { id } = await makeUser(app, { role: 'player' });
    const { accessToken: token } = app.get(AccessTokens).issue({ id, role: 'admin' });
    const refused = await make({}, { token });
    expect([refused.status, refused.body.code]).toEqual([401, 'auth.unauthorized']);

    const blocked = await makeUser(app, { role: 'admin' });
    await app.database.query(`update accounts set status = 'blocked' where user_id = $1`, [blocked.id]);
    expect((await make({}, blocked)).body.code).toBe('auth.unauthorized');
  });

  it('stands on pages, newest first', async () => {
    const made = [];
    for (let n = 0; n < 3; n++) made.unshift((await make({ name: `page ${n}` })).body.id);
    const first = await list('?limit=2');
    const second = await list(`?limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].slice(0, 3).map(({ id }) => id)).toEqual(made);
  });

  it('leaves its beginning and its end in the audit log, once each', async () => {
    const { id } = (await make({ name: 'audited' })).body;
    await revoke(id);
    await revoke(id);
    const { body } = await call<{ items: { action: string; actorId: string; target: string; after: object | null }[] }>(
      app,
      `/admin/audit-log?actorId=${admin.id}&limit=2`,
      { token: admin.token },
    );
    expect(body.items).toMatchObject([
      { action: 'api_key.revoked', target: `api_key:${id}` },
      { action: 'api_key.created', target: `api_key:${id}`, after: { name: 'audited', scopes: ['read'] } },
    ]);
  });
});

describe('The scopes of an API key', () => {
  let player: TestUser;
  beforeAll(async () => {
    player = await makeUser(app, { coins: 10_000 });
  });

  /** A request that each scope opens, and which does what it says when it is let through. */
  const requests: Record<string, [scope: Scope | null, send: (token: string) => Promise<{ status: number }>]> = {
    'see a balance': ['read', (token) => call(app, `/users/${player.id}/balance`, { token })],
    'see an inventory': ['read', (token) => call(app, `/users/${player.id}/inventory`, { token })],
    'see a history': ['read', (token) => call(app, `/users/${player.id}/transactions`, { token })],
    'add funds': [
      'funds:write',
      (token) => call(app, `/users/${player.id}/add-funds`, { token, key: `k${Math.random()}`, body: { amount: 1 } }),
    ],
    earn: [
      'funds:write',
      (token) => call(app, '/wallets/earn', { token, body: { userId: player.id, amount: 1, reason: 'quest' } }),
    ],
    buy: [
      'inventory:write',
      (token) => call(app, `/products/${BOOST.id}/purchase`, { token, body: { userId: player.id } }),
    ],
    use: ['inventory:write', (token) => call(app, `/products/${BOOST.id}/use`, { token, body: { userId: player.id } })],
    'change a product': [
      'catalog:write',
      (token) => call(app, '/products/day-boost', { method: 'PATCH', token, body: { isActive: true } }),
    ],
    'make a key': [null, (token) => make({}, { token })],
    'see the keys': [null, (token) => call(app, '/api-keys', { token })],
    'find users': [null, (token) => call(app, '/users?text=a', { token })],
    'read the audit log': [null, (token) => call(app, '/admin/audit-log', { token })],
    'block a player': [null, (token) => call(app, `/users/${player.id}/block`, { token, body: { reason: 'because' } })],
    'grant coins': [
      null,
      (token) =>
        call(app, `/users/${player.id}/grants`, {
          token,
          body: { currency: 'COIN', amount: 1, reason: 'because', ticket: 'T-1' },
        }),
    ],
    'end sessions': [null, (token) => call(app, '/auth/sessions', { method: 'DELETE', token })],
    'become a full account': [
      null,
      (token) =>
        call(app, '/auth/upgrade', {
          token,
          body: { username: 'key', email: 'key@example.com', password: 'correct horse battery' },
        }),
    ],
  };

  it.each(SCOPES)('open with %s what it is for, and nothing else', async (scope) => {
    const { token } = await makeUser(app, { role: 'service', scopes: [scope] });
    const outcomes: Record<string, number> = {};
    for (const [name, [, send]] of Object.entries(requests)) outcomes[name] = (await send(token)).status;
    const opened = Object.keys(outcomes).filter((name) => outcomes[name] < 300);
    const refused = Object.keys(outcomes).filter((name) => outcomes[name] === 403);
    expect(opened).toEqual(Object.keys(requests).filter((name) => requests[name][0] === scope));
    expect([...opened, ...refused]).toHaveLength(Object.keys(requests).length);
  });

  it('do not matter where everybody may read', async () => {
    const { token } = await makeUser(app, { role: 'service', scopes: ['events:write'] });
    expect((await call(app, '/products', { token })).status).toBe(200);
  });

  it('give a key no account of its own', async () => {
    const { token } = await makeUser(app, { role: 'service' });
    for (const path of ['/users/me', '/users/me/balance', '/balance']) {
      const { status, body } = await call(app, path, { token });
      expect([path, status, body.code]).toEqual([path, 404, 'user.not_found']);
    }
  });
});

describe('The end of an API key', () => {
  it('comes at once where it is revoked, and may be asked for again', async () => {
    const { id, key } = (await make({})).body;
    expect(await read(key)).toBe(200);
    for (let n = 0; n < 2; n++) expect((await revoke(id)).status).toBe(204);
    expect(await read(key)).toBe(401);
    expect((await view(id))?.revokedAt).toEqual(expect.any(String));
  });

  it('is not undone by a request that was looking it up at that moment', async () => {
    const { id, key } = (await make({})).body;
    const repository = app.get(ApiKeysRepository);
    const find = repository.findLive.bind(repository);
    const looking = jest.spyOn(repository, 'findLive').mockImplementationOnce(async (hash) => {
      const found = await find(hash);
      expect((await revoke(id)).status).toBe(204);
      return found;
    });
    expect(await read(key)).toBe(200);
    expect(looking).toHaveBeenCalledTimes(1);
    expect(await read(key)).toBe(401);
  });

  it('comes within seconds where another process revoked it', async () => {
    const { id, key } = (await make({})).body;
    expect(await read(key)).toBe(200);
    await app.database.query('update api_keys set revoked_at = now() where id = $1', [id]);
    await eventually(async () => expect(await read(key)).toBe(401));
  });

  it('comes by itself', async () => {
    const { key, expiresAt } = (await make({ expiresAt: new Date(Date.now() + 1_500).toISOString() })).body;
    expect(await read(key)).toBe(200);
    await eventually(async () => expect(await read(key)).toBe(401));
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt ?? ''));
  });

  it.each(['no-such-id', '019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a10'])('is none for the key %s', async (id) => {
    const { status, body } = await revoke(id);
    expect([status, body.code]).toEqual([404, 'api_key.not_found']);
  });
});

describe('The look-up of an API key', () => {
  it('happens once for fifty requests at the same time, and not at all for what has another form', async () => {
    const { key } = (await make({})).body;
    const looking = jest.spyOn(app.get(ApiKeysRepository), 'findLive');
    expect(new Set(await Promise.all(times(50, () => read(key))))).toEqual(new Set([200]));
    expect(looking).toHaveBeenCalledTimes(1);
    for (const odd of [
      'fl_',
      'fl_short',
      `${key}x`,
      key.toUpperCase(),
      `${key.slice(0, -1)}!`,
      `fl_${'x'.repeat(3_000)}`,
    ]) {
      expect(await read(odd)).toBe(401);
    }
    expect(looking).toHaveBeenCalledTimes(1);
    expect(await read(`fl_${'x'.repeat(43)}`)).toBe(401);
    expect(looking).toHaveBeenCalledTimes(2);
  });

  it('notes the last use, once a minute, and fails nothing when it cannot', async () => {
    const { id, key } = (await make({})).body;
    const usedAgo = (seconds: number) =>
      app.database.query('update api_keys set last_used_at = now() - make_interval(secs => $2) where id = $1', [
        id,
        seconds,
      ]);
    const secondsAgo = async () => {
      const [{ ago }] = await app.database.query<{ ago: number | null }>(
        'select extract(epoch from now() - last_used_at)::float as ago from api_keys where id = $1',
        [id],
      );
      return ago;
    };
    expect(await secondsAgo()).toBeNull();
    expect(await read(key)).toBe(200);
    await eventually(async () => expect(await secondsAgo()).toBeLessThan(30));

    await usedAgo(50);
    app.get(ApiKeyPrincipals).forgetAll();
    expect(await read(key)).toBe(200);
    expect(await secondsAgo()).toBeGreaterThan(45);

    await usedAgo(70);
    jest.spyOn(app.get(ApiKeysRepository), 'noteUse').mockRejectedValueOnce(new Error('away'));
    app.get(ApiKeyPrincipals).forgetAll();
    expect(await read(key)).toBe(200);
    app.get(ApiKeyPrincipals).forgetAll();
    expect(await read(key)).toBe(200);
    await eventually(async () => expect(await secondsAgo()).toBeLessThan(30));
  });
});
