import { randomUUID } from 'node:crypto';
import { SessionRetention } from '../src/auth/session-retention';
import { SessionsService } from '../src/auth/sessions.service';
import { UnitOfWork } from '../src/platform/database/unit-of-work';
import { type TestApp, startApp } from './support/app';
import { eventually } from './support/eventually';
import { type Answer, call } from './support/players';
import { tablesHolding } from './support/search-database';
import { NEW_PASSWORD, PASSWORD, refusalOf, type SessionBody, sessionsOf, someone } from './support/sessions';

const CHANGE = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };

let app: TestApp;
const { post, refresh, register, login, list } = sessionsOf(() => app);

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()) as Record<string, string>;
/** Until somebody asks the database for what another transaction holds. */
const isWaiting = () =>
  eventually(async () => {
    const waiting = await app.database.query(`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
    expect(waiting).toHaveLength(1);
  });
const setStatus = ({ user }: SessionBody, status: string) =>
  app.database.query('update accounts set status = $2 where user_id = $1', [user.id, status]);

describe('a session', () => {
  it('gives an access token for a refresh token, and the next refresh token', async () => {
    const first = await register();
    expect(first.refreshToken).toMatch(/^flr_[\w-]{43}$/);
    const { status, body: second } = await refresh(first.refreshToken);
    expect(status).toBe(200);
    expect(second).toEqual({
      ...first,
      email: undefined,
      accessToken: second.accessToken,
      refreshToken: second.refreshToken,
    });
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect((await call(app, '/users/me', { token: second.accessToken })).status).toBe(200);
    expect((await refresh(second.refreshToken)).status).toBe(200);
  });

  it('is never without a token that only its bearer knows', async () => {
    const first = await register();
    const { body: second } = await refresh(first.refreshToken);
    for (const { refreshToken, accessToken } of [first, second]) {
      expect(await tablesHolding(app.database, refreshToken)).toEqual([]);
      expect(await tablesHolding(app.database, refreshToken.slice(4))).toEqual([]);
      expect(await tablesHolding(app.database, Buffer.from(refreshToken).toString('hex'))).toEqual([]);
      expect(await tablesHolding(app.database, accessToken)).toEqual([]);
    }
    expect(await tablesHolding(app.database, first.user.username)).toEqual(['public.users']);
  });

  it.each(['flr_', 'nonsense', `flr_${'x'.repeat(43)}`, ''])('is not opened by %j', async (refreshToken) => {
    expect(refusalOf(await refresh(refreshToken))).toEqual([401, 'auth.refresh_token_invalid']);
  });

  it('asks for a token where none is', async () => {
    for (const body of [undefined, {}]) {
      const answer = await post<{ errors: object[]; code: string }>('refresh', body);
      expect(refusalOf(answer)).toEqual([400, 'request.invalid']);
      expect(answer.body.errors).toEqual([{ detail: expect.any(String), pointer: '/refreshToken' }]);
    }
  });

  it('lasts thirty days from its last refresh', async () => {
    const first = await register();
    const inDays = (days: number) =>
      app.database.query(`update sessions set expires_at = now() + make_interval(days => $2) where user_id = $1`, [
        first.user.id,
        days,
      ]);
    await inDays(1);
    const { body: second } = await refresh(first.refreshToken);
    const [{ days }] = await app.database.query<{ days: number }>(
      `select extract(epoch from expires_at - now())::float / 86400 as days from sessions where user_id = $1`,
      [first.user.id],
    );
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThanOrEqual(30);
    await inDays(-1);
    expect(refusalOf(await refresh(second.refreshToken))).toEqual([401, 'auth.refresh_token_invalid']);
  });

  it('tells the role that its user has by then', async () => {
    const first = await register();
    await app.database.query(`update users set role = 'support' where id = $1`, [first.user.id]);
    const { body } = await refresh(first.refreshToken);
    expect([body.user.role, claimsOf(body.accessToken).role]).toEqual(['support', 'support']);
    expect(claimsOf(body.accessToken)).toMatchObject({
      iss: 'florin',
      aud: 'florin',
      typ: 'access',
      sub: body.user.id,
    });
  });

  it.each(['blocked', 'erased'])('of an account that is %s is neither opened nor refreshed', async (status) => {
    const player = await register();
    await setStatus(player, status);
    expect(refusalOf(await login(player))).toEqual([403, 'account.blocked']);
    expect(refusalOf(await refresh(player.refreshToken))).toEqual([403, 'account.blocked']);
    expect(refusalOf(await post('password', CHANGE, { token: player.accessToken }))).toEqual([403, 'account.blocked']);
    // A stranger learns nothing of it.
    expect(refusalOf(await login(player, 'a wrong password'))).toEqual([401, 'auth.invalid_credentials']);
    await setStatus(player, 'active');
    expect((await refresh(player.refreshToken)).status).toBe(200);
  });

  it('is not opened by a password that is changed while it is being checked', async () => {
    const player = await register();
    await app.database.query('begin');
    await app.database.query(`update users set password_hash = 'another' where id = $1`, [player.user.id]);
    const loggingIn = login(player);
    await isWaiting();
    await app.database.query('commit');
    expect(refusalOf(await loggingIn)).toEqual([401, 'auth.invalid_credentials']);
  });

  it.each<[string, (player: SessionBody) => Promise<Answer<{ code: string }>>]>([
    ['logs in', (player) => login(player)],
    ['changes the password', (player) => post('password', CHANGE, { token: player.accessToken })],
  ])('is not opened for one who is blocked while they are being let in who %s', async (_, enter) => {
    const player = await register();
    await app.database.query('begin');
    await setStatus(player, 'blocked');
    const entering = enter(player);
    await isWaiting();
    await app.database.query('update sessions set revoked_at = now() where user_id = $1', [player.user.id]);
    await app.database.query('commit');
    expect(refusalOf(await entering)).toEqual([403, 'account.blocked']);
    await setStatus(player, 'active');
    expect((await login(player, NEW_PASSWORD)).status).toBe(401);
    expect((await list(player)).items).toEqual([]);
    expect((await login(player)).status).toBe(200);
  });

  it('is not opened for a guest who is blocked while becoming a full account', async () => {
    const { body: guest } = await post('guest', { deviceId: randomUUID() });
    const account = someone();
    await app.database.query('begin');
    await setStatus(guest, 'blocked');
    const upgrading = post('upgrade', account, { token: guest.accessToken });
    await isWaiting();
    await app.database.query('commit');
    expect(refusalOf(await upgrading)).toEqual([403, 'account.blocked']);
    expect((await post('login', { username: account.username, password: PASSWORD })).status).toBe(401);
  });
});

describe('logging out', () => {
  it('ends the session, as often as it is asked', async () => {
    const { refreshToken, user } = await register();
    const { body: elsewhere } = await login({ user } as SessionBody);
    for (const body of [{ refreshToken }, { refreshToken }, { refreshToken: 'unknown' }, {}, undefined]) {
      const { status, text } = await post('logout', body);
      expect([status, text]).toEqual([204, '']);
    }
    expect(refusalOf(await refresh(refreshToken))).toEqual([401, 'auth.refresh_token_invalid']);
    expect((await refresh(elsewhere.refreshToken)).status).toBe(200);
  });

  it('ends it by a token that was used before as well', async () => {
    const first = await register();
    const { body: second } = await refresh(first.refreshToken);
    expect((await post('logout', { refreshToken: first.refreshToken })).status).toBe(204);
    expect(refusalOf(await refresh(second.refreshToken))).toEqual([401, 'auth.refresh_token_invalid']);
  });
});

describe('one’s own sessions', () => {
  it('are listed, newest first, in pages, and this one is marked', async () => {
    const player = await register({ headers: { 'user-agent': 'Phone/1.0' } });
    const { body: second } = await login(player, PASSWORD, { headers: { 'user-agent': `Tablet${'!'.repeat(999)}` } });
    const { items, nextCursor } = await list(player);
    expect(nextCursor).toBeNull();
    expect(items).toEqual([
      expect.objectContaining({ userAgent: `Tablet${'!'.repeat(250)}`, current: false }),
      expect.objectContaining({ userAgent: 'Phone/1.0', current: true }),
    ]);
    expect(Object.keys(items[0]).sort()).toEqual([
      'createdAt',
      'current',
      'expiresAt',
      'id',
      'lastUsedAt',
      'userAgent',
    ]);
    expect((await list(second)).items.map(({ current }) => current)).toEqual([true, false]);
    const page = await list(player, '?limit=1');
    expect(page.items).toEqual([items[0]]);
    const rest = await list(player, `?limit=1&cursor=${page.nextCursor}`);
    expect(rest).toEqual({ items: [items[1]], nextCursor: null });
  });

  it('end one by one, and only by their owner', async () => {
    const [player, stranger] = [await register(), await register()];
    const { body: second } = await login(player);
    const [{ id }] = (await list(player)).items;
    const end = (by: SessionBody, session: string) =>
      call<{ code: string }>(app, `/auth/sessions/${session}`, { method: 'DELETE', token: by.accessToken });
    for (const unknown of [id.replace(/^./, 'f'), 'me', '%00']) {
      expect((await end(player, unknown)).status).toBeGreaterThanOrEqual(400);
    }
    expect(refusalOf(await end(stranger, id))).toEqual([404, 'auth.session_not_found']);
    expect((await end(player, id.toUpperCase())).status).toBe(204);
    expect(refusalOf(await end(player, id))).toEqual([404, 'auth.session_not_found']);
    expect(refusalOf(await refresh(second.refreshToken))).toEqual([401, 'auth.refresh_token_invalid']);
    expect((await list(player)).items).toHaveLength(1);
    expect((await refresh(player.refreshToken)).status).toBe(200);
  });

  it('end all at once', async () => {
    const [player, stranger] = [await register(), await register()];
    const { body: second } = await login(player);
    const { status } = await call(app, '/auth/sessions', { method: 'DELETE', token: player.accessToken });
    expect(status).toBe(204);
    for (const { refreshToken } of [player, second]) {
      expect(refusalOf(await refresh(refreshToken))).toEqual([401, 'auth.refresh_token_invalid']);
    }
    expect((await list(player)).items).toEqual([]);
    expect((await refresh(stranger.refreshToken)).status).toBe(200);
  });

  it('are erased without a trace', async () => {
    const player = await register({ headers: { 'user-agent': 'Console/7 of Ada' } });
    expect(await tablesHolding(app.database, 'Console/7 of Ada')).toEqual(['public.sessions']);
    const sessions = app.get(SessionsService);
    await app.get(UnitOfWork).run((tx) => sessions.erase(tx, player.user.id));
    expect(await tablesHolding(app.database, 'Console/7 of Ada')).toEqual([]);
    expect(refusalOf(await refresh(player.refreshToken))).toEqual([401, 'auth.refresh_token_invalid']);
  });

  it('are forgotten a month after they ended, in slices, and so are their used tokens', async () => {
    const player = await register();
    await app.database.query(
      `with old as (
         insert into sessions (id, user_id, expires_at)
         select gen_random_uuid(), $1, now() - interval '31 days' from generate_series(1, 2500) returning id
       ), revoked as (
         insert into sessions (id, user_id, expires_at, revoked_at)
         select gen_random_uuid(), $1, now() + interval '99 days', now() - interval '31 days' from generate_series(1, 1500)
       ), just_revoked as (
         insert into sessions (id, user_id, expires_at, revoked_at)
         values (gen_random_uuid(), $1, now() + interval '99 days', now() - interval '29 days')
       )
       insert into refresh_tokens (token_hash, session_id) select sha256(id::text::bytea), id from old`,
      [player.user.id],
    );
    await app.database.query(
      `insert into refresh_tokens (token_hash, session_id, used_at)
       select sha256(n::text::bytea), s.id, now() + interval '12 hours' - n * interval '1 day' from sessions s, generate_series(1, 60) n
       where s.user_id = $1 and s.expires_at > now() and s.revoked_at is null`,
      [player.user.id],
    );
    await app.get(SessionRetention).run();
    const count = async (sql: string) =>
      Number((await app.database.query<{ count: string }>(sql, [player.user.id]))[0].count);
    expect(await count('select count(*) from sessions where user_id = $1')).toBe(1 + 1);
    const tokens = 'select count(*) from refresh_tokens t join sessions s on s.id = session_id where user_id = $1';
    expect(await count(tokens)).toBe(1 + 30);
    expect((await refresh(player.refreshToken)).status).toBe(200);
  });
});
