import { AccessTokens } from '../src/auth/access-tokens';
import type { Role } from '../src/platform/security/principal';
import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { BOOST, buy, call, makeUser, openShop, type TestUser, times } from './support/players';
import { refusalOf, type SessionBody, sessionsOf } from './support/sessions';

interface UserBody {
  id: string;
  role: Role;
  status: string;
  code: string;
}

let app: TestApp;
let admin: TestUser;
const { post, refresh, register, login } = sessionsOf(() => app);

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
  admin = await makeUser(app, { role: 'admin' });
});
afterAll(async () => {
  expect(await brokenLaws(app.database)).toEqual({});
  await app.close();
});

const block = (staff: TestUser, id: string, reason: unknown = 'Cheats (SUP-7).') =>
  call<UserBody>(app, `/users/${id}/block`, { token: staff.token, body: { reason } });
const unblock = (staff: TestUser, id: string, body: object = {}) =>
  call<UserBody>(app, `/users/${id}/unblock`, { token: staff.token, body });
const setRole = (staff: TestUser, id: string, role: unknown) =>
  call<UserBody>(app, `/users/${id}/role`, { method: 'PUT', token: staff.token, body: { role } });
const roleOf = async (id: string) =>
  (await app.database.query<{ role: Role }>('select role from users where id = $1', [id]))[0].role;
const statusOf = async (id: string) =>
  (await app.database.query<{ status: string }>('select status from accounts where user_id = $1', [id]))[0].status;
const logOf = async (subjectId: string) => {
  const { body } = await call<{ items: { action: string; actorId: string; before: object; after: object }[] }>(
    app,
    `/admin/audit-log?subjectId=${subjectId}`,
    { token: admin.token },
  );
  return body.items.map(({ action, actorId, before, after }) => ({ action, actorId, before, after }));
};
/** A colleague who can log in. */
const hire = async (role: Role): Promise<TestUser & SessionBody> => {
  const session = await register();
  await app.database.query('update users set role = $2 where id = $1', [session.user.id, role]);
  const { body } = await login(session);
  return { ...body, id: body.user.id, token: body.accessToken };
};

describe('Blocking', () => {
  it.each(['support', 'finance', 'admin'] as const)('by %s ends sessions and refuses every purchase', async (role) => {
    const staff = await makeUser(app, { role });
    const player = await register();
    const { id } = player.user;
    const token = player.accessToken;
    await call(app, '/users/me/add-funds', { token, key: 'k', body: { amount: 500 } });

    const blocked = await block(staff, id);
    expect([blocked.status, blocked.body.status]).toEqual([200, 'blocked']);
    expect(refusalOf(await buy(app, { id, token }, BOOST.id))).toEqual([403, 'account.blocked']);
    expect(refusalOf(await refresh(player.refreshToken))).toEqual([403, 'account.blocked']);
    expect(refusalOf(await login(player))).toEqual([403, 'account.blocked']);

    expect((await unblock(staff, id)).body.status).toBe('active');
    expect((await refresh(player.refreshToken)).status).toBe(401);
    expect((await login(player)).status).toBe(200);
    expect((await buy(app, { id, token }, BOOST.id)).status).toBe(201);
  });

  it('lets nothing through that began before, once it is answered', async () => {
    const player = await makeUser(app, { coins: 100_000 });
    const purchases = times(100, () => buy(app, player, BOOST.id));
    expect((await block(admin, player.id)).status).toBe(200);
    const owned = async () =>
      (
        await app.database.query<{ quantity: string }>('select quantity from inventory where user_id = $1', [player.id])
      )[0]?.quantity ?? '0';
    const atThatMoment = await owned();
    const outcomes = (await Promise.all(purchases)).map(({ status }) => status);
    expect(await owned()).toBe(atThatMoment);
    expect(outcomes.filter((status) => status === 201)).toHaveLength(Number(atThatMoment));
    expect(outcomes.filter((status) => ![201, 403].includes(status))).toEqual([]);
    expect((await buy(app, player, BOOST.id)).status).toBe(403);
  });

  it('is told in the audit log, before and after, once', async () => {
    const { id } = await makeUser(app);
    const support = await makeUser(app, { role: 'support' });
    await Promise.all(times(5, () => block(support, id, 'Sells accounts.')));
    await unblock(admin, id, { reason: 'It was a brother.' });
    await unblock(admin, id);
    expect(await logOf(id)).toEqual([
      {
        action: 'user.unblocked',
        actorId: admin.id,
        before: { status: 'blocked' },
        after: { status: 'active', reason: 'It was a brother.' },
      },
      {
        action: 'user.blocked',
        actorId: support.id,
        before: { status: 'active' },
        after: { status: 'blocked', reason: 'Sells accounts.' },
      },
    ]);
  });

  it('of staff is for admins', async () => {
    const boss = await makeUser(app, { role: 'admin' });
    for (const role of ['support', 'finance'] as const) {
      const staff = await makeUser(app, { role });
      expect(refusalOf(await block(staff, boss.id))).toEqual([403, 'auth.forbidden']);
      expect((await block(staff, (await makeUser(app, { role: 'support' })).id)).status).toBe(403);
      expect((await block(staff, (await makeUser(app)).id)).status).toBe(200);
    }
    expect(await statusOf(boss.id)).toBe('active');
    expect((await block(admin, boss.id)).status).toBe(200);
    const support = await makeUser(app, { role: 'support' });
    expect(refusalOf(await unblock(support, boss.id))).toEqual([403, 'auth.forbidden']);
  });

  it('is nothing that anybody does to themselves, or players and keys to anybody', async () => {
    const victim = await makeUser(app);
    const support = await makeUser(app, { role: 'support' });
    for (const id of ['me', support.id]) {
      expect(refusalOf(await block(support, id))).toEqual([403, 'staff.to_oneself']);
      expect(refusalOf(await unblock(support, id))).toEqual([403, 'staff.to_oneself']);
    }
    for (const role of ['player', 'service'] as const) {
      const other = await makeUser(app, { role });
      expect(refusalOf(await block(other, victim.id))).toEqual([403, 'auth.forbidden']);
      expect(refusalOf(await unblock(other, victim.id))).toEqual([403, 'auth.forbidden']);
    }
    expect(await statusOf(victim.id)).toBe('active');
  });

  it('cannot be done by staff who are blocked or staff no more, whatever their tokens say', async () => {
    const { id } = await makeUser(app);
    const support = await makeUser(app, { role: 'support' });
    await block(admin, support.id);
    expect(refusalOf(await block(support, id))).toEqual([401, 'auth.unauthorized']);
    const former = await makeUser(app);
    const token = app.get(AccessTokens).issue({ id: former.id, role: 'support' }).accessToken;
    expect(refusalOf(await block({ ...former, token }, id))).toEqual([401, 'auth.unauthorized']);
    expect(await statusOf(id)).toBe('active');
  });

  it.each(['019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a10', 'nobody'])('of %s is a user who is missing', async (id) => {
    expect(refusalOf(await block(admin, id))).toEqual([404, 'user.not_found']);
    expect(refusalOf(await unblock(admin, id))).toEqual([404, 'user.not_found']);
  });

  it('does not bring back who was erased', async () => {
    const { id } = await makeUser(app);
    await app.database.query(`update accounts set status = 'erased' where user_id = $1`, [id]);
    for (const answer of [await block(admin, id), await unblock(admin, id), await setRole(admin, id, 'support')]) {
      expect(refusalOf(answer)).toEqual([404, 'user.not_found']);
    }
    expect(await statusOf(id)).toBe('erased');
  });

  it.each([undefined, '', 'ab', 'x'.repeat(501), 7, 'two\nlines'])('asks for a reason, not for %j', async (reason) => {
    const { id } = await makeUser(app);
    const { status } = await call(app, `/users/${id}/block`, { token: admin.token, body: { reason } });
    expect(status).toBe(400);
    expect(await statusOf(id)).toBe('active');
  });
});

describe('PUT /users/:id/role', () => {
  it('makes staff of a player and a player of staff, and ends their sessions', async () => {
    const person = await register();
    for (const role of ['support', 'finance', 'admin', 'player'] as const) {
      const session = (await login(person)).body;
      const changed = await setRole(admin, person.user.id, role);
      expect(changed.status).toBe(200);
      expect(changed.body).toMatchObject({ id: person.user.id, role, status: 'active' });
      expect((await refresh(session.refreshToken)).status).toBe(401);
      expect((await login(person)).body.user.role).toBe(role);
    }
    expect((await logOf(person.user.id)).map(({ before, after }) => [before, after])).toEqual([
      [{ role: 'admin' }, { role: 'player' }],
      [{ role: 'finance' }, { role: 'admin' }],
      [{ role: 'support' }, { role: 'finance' }],
      [{ role: 'player' }, { role: 'support' }],
    ]);
  });

  it('changes nothing, and ends no session, where it is that role already', async () => {
    const person = await register();
    expect((await setRole(admin, person.user.id, 'player')).status).toBe(200);
    expect((await refresh(person.refreshToken)).status).toBe(200);
    expect(await logOf(person.user.id)).toEqual([]);
  });

  it('is for admins, and not for their own', async () => {
    const { user } = await register();
    for (const role of ['player', 'support', 'finance', 'service'] as const) {
      expect(refusalOf(await setRole(await makeUser(app, { role }), user.id, 'admin'))).toEqual([
        403,
        'auth.forbidden',
      ]);
    }
    for (const id of ['me', admin.id]) {
      expect(refusalOf(await setRole(admin, id, 'player'))).toEqual([403, 'staff.to_oneself']);
    }
    expect([await roleOf(user.id), await roleOf(admin.id)]).toEqual(['player', 'admin']);
  });

  it('leaves one admin when two take it from each other at the same time', async () => {
    for (let round = 0; round < 10; round++) {
      const [one, other] = [await hire('admin'), await hire('admin')];
      const answers = await Promise.all([setRole(one, other.id, 'player'), setRole(other, one.id, 'player')]);
      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 403]);
      expect([await roleOf(one.id), await roleOf(other.id)].sort((a, b) => a.localeCompare(b))).toEqual([
        'admin',
        'player',
      ]);
    }
  });

  it('makes no staff of those who have no password', async () => {
    const guest = (await post('guest', { deviceId: 'a secret of a device' })).body;
    expect(refusalOf(await setRole(admin, guest.user.id, 'support'))).toEqual([422, 'staff.password_needed']);
    expect((await setRole(admin, guest.user.id, 'player')).status).toBe(200);
    expect(await roleOf(guest.user.id)).toBe('player');
  });

  it.each(['service', 'root', '', null, 7])('knows no role %j', async (role) => {
    expect((await setRole(admin, (await register()).user.id, role)).status).toBe(400);
  });
});
