import { randomUUID } from 'node:crypto';
import { SessionsService } from '../src/auth/sessions.service';
import { type TestApp, startApp } from './support/app';
import { enterAsGuest, OTHER_ISSUER, otherIssuersToken } from './support/other-proofs';
import { type Answer, call, makeUser } from './support/players';
import { tablesHolding } from './support/search-database';

let app: TestApp;
beforeAll(async () => {
  app = await startApp(OTHER_ISSUER);
});
afterAll(() => app.close());
afterEach(() => jest.restoreAllMocks());

const refusalOf = ({ status, body }: Answer) => [status, body.code];
const erase = (token: string, body: object = {}, id = 'me') =>
  call(app, `/users/${id}`, { method: 'DELETE', token, body });
const idOf = async (token: string) => (await call<{ id: string }>(app, '/users/me', { token })).body.id;

describe('guests', () => {
  it('erase themselves with their device, which is nobody’s from then on', async () => {
    const deviceId = randomUUID();
    const guest = await enterAsGuest(app, deviceId);
    const other = await enterAsGuest(app, randomUUID());
    for (const [body, status, code] of [
      [{}, 400, 'request.invalid'],
      [{ password: 'correct horse battery' }, 400, 'request.invalid'],
      [{ deviceId: randomUUID() }, 401, 'auth.invalid_credentials'],
    ] as const) {
      expect(refusalOf(await erase(guest.token, body))).toEqual([status, code]);
    }
    expect(refusalOf(await erase(other.token, { deviceId }))).toEqual([401, 'auth.invalid_credentials']);
    expect((await erase(guest.token, { deviceId })).status).toBe(204);
    const next = await enterAsGuest(app, deviceId);
    expect(next.id).not.toBe(guest.id);
  });

  it('take their password once they have one', async () => {
    const deviceId = randomUUID();
    const { token } = await enterAsGuest(app, deviceId);
    const password = 'correct horse battery';
    const upgrade = { username: 'once.a.guest', email: 'once.a.guest@example.com', password };
    expect((await call(app, '/auth/upgrade', { token, body: upgrade })).status).toBe(200);
    expect(refusalOf(await erase(token, { deviceId }))).toEqual([400, 'request.invalid']);
    expect((await erase(token, { password })).status).toBe(204);
  });

  it('leave no session behind that began at the same moment', async () => {
    const [deviceId, userAgent] = [randomUUID(), `Game/${randomUUID()}`];
    const guest = await enterAsGuest(app, deviceId);
    const erased: number[] = [];
    const sessions = app.get(SessionsService);
    const requireActive = sessions.requireActive.bind(sessions);
    jest.spyOn(sessions, 'requireActive').mockImplementationOnce(async (userId) => {
      await requireActive(userId);
      erased.push((await erase(guest.token, { deviceId })).status);
    });
    const entered = await call(app, '/auth/guest', { body: { deviceId }, headers: { 'user-agent': userAgent } });
    expect([erased, entered.status]).toEqual([[204], 401]);
    expect(await tablesHolding(app.database, userAgent)).toEqual([]);
  });
});

describe('players of another issuer', () => {
  it('erase themselves by their token, and are somebody new to the next', async () => {
    const subject = `subject-${randomUUID()}`;
    const token = otherIssuersToken(subject);
    const id = await idOf(token);
    const exported = await call<{ externalIdentities: object[] }>(app, '/users/me/export', { token });
    expect(exported.body.externalIdentities).toEqual([
      { issuer: OTHER_ISSUER.EXTERNAL_JWT_ISSUER, subject, createdAt: expect.any(String) },
    ]);
    expect((await erase(token)).status).toBe(204);
    expect(await tablesHolding(app.database, subject)).toEqual([]);
    expect(refusalOf(await call(app, '/users/me/export', { token }))).toEqual([404, 'user.not_found']);
    const newcomer = await idOf(otherIssuersToken(subject));
    expect(newcomer).toMatch(/^[0-9a-f-]{36}$/);
    expect(newcomer).not.toBe(id);
  });
});

describe('whoever is blocked', () => {
  const PASSWORD = 'correct horse battery';
  const known = async (): Promise<Record<string, [token: string, body: object]>> => {
    const deviceId = randomUUID();
    const username = `p${deviceId.slice(0, 8)}`;
    const registration = { username, email: `${username}@example.com`, password: PASSWORD };
    const { body } = await call<{ accessToken: string }>(app, '/auth/register', { body: registration });
    return {
      'with a password': [body.accessToken, { password: PASSWORD }],
      'with a device': [(await enterAsGuest(app, deviceId)).token, { deviceId }],
      'with the word of another issuer': [otherIssuersToken(`subject-${randomUUID()}`), {}],
    };
  };

  it('stays known, whatever they show, until an admin erases them or lets them', async () => {
    const { token: admin } = await makeUser(app, { role: 'admin' });
    for (const [how, [token, body]] of Object.entries(await known())) {
      const id = await idOf(token);
      const change = (what: string) =>
        call(app, `/users/${id}/${what}`, { token: admin, body: { reason: 'Cheats (SUP-7).' } });
      expect((await change('block')).status).toBe(200);
      expect([how, ...refusalOf(await erase(token, body))]).toEqual([how, 403, 'account.blocked']);
      expect([how, await idOf(token)]).toEqual([how, id]);
      expect((await change('unblock')).status).toBe(200);
      expect((await erase(token, body)).status).toBe(204);
      expect((await erase(token, body)).status).toBe(204);
    }
    const [[token]] = Object.values(await known());
    const id = await idOf(token);
    await call(app, `/users/${id}/block`, { token: admin, body: { reason: 'Cheats (SUP-7).' } });
    expect((await erase(admin, { reason: 'Asked for by mail' }, id)).status).toBe(204);
  });
});

describe('services', () => {
  it('erase and export nobody, whatever their scopes', async () => {
    const service = await makeUser(app, { role: 'service' });
    const guest = await enterAsGuest(app, randomUUID());
    for (const id of ['me', guest.id]) {
      expect((await erase(service.token, { reason: 'A mistake' }, id)).status).toBe(403);
      expect((await call(app, `/users/${id}/export`, { token: service.token })).status).toBe(404);
    }
    expect((await call(app, '/users/me', { token: guest.token })).status).toBe(200);
  });
});
