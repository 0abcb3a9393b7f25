import request from 'supertest';
import { AuthService } from '../src/auth/auth.service';
import type { Role } from '../src/platform/security/principal';
import { type TestApp, startApp } from './support/app';

const PASSWORD = 'correct horse battery';

describe('users', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const enrol = async (role: Role) => {
    const username = `a-${role}-${Math.random().toString(36).slice(2, 10)}`;
    const auth = app.get(AuthService);
    const { id } = await auth.enrol({ username, email: `${username}@example.com`, password: PASSWORD }, role);
    const { accessToken } = await auth.login(username, PASSWORD);
    return { id, username, accessToken };
  };
  const get = (id: string, token: string) =>
    request(app.url).get(`/api/v1/users/${id}`).set('Authorization', `Bearer ${token}`);

  it('see themselves, by `me` and by their id in any case', async () => {
    const player = await enrol('player');
    for (const id of ['me', player.id, player.id.toUpperCase()]) {
      const { body } = await get(id, player.accessToken).expect(200);
      expect(body).toEqual({
        id: player.id,
        username: player.username,
        email: `${player.username}@example.com`,
        role: 'player',
        isGuest: false,
        balance: 0,
        balances: { COIN: 0 },
        createdAt: expect.any(String),
      });
    }
  });

  it('see what they own at this moment, not what was cached', async () => {
    const player = await enrol('player');
    await get('me', player.accessToken).expect(200);
    await app.database.query('insert into wallets (user_id, currency, balance) values ($1, $2, $3)', [
      player.id,
      'COIN',
      9_007_199_254_740_991,
    ]);
    const { body } = await get('me', player.accessToken).expect(200);
    expect(body).toMatchObject({ balance: 9_007_199_254_740_991, balances: { COIN: 9_007_199_254_740_991 } });
  });

  it.each(['support', 'finance', 'admin'] as const)('are seen by %s', async (role) => {
    const [player, staff] = [await enrol('player'), await enrol(role)];
    const { body } = await get(player.id, staff.accessToken).expect(200);
    expect(body.username).toBe(player.username);
  });

  it('are missing to everybody else, exactly as users who do not exist', async () => {
    const [player, other, admin] = [await enrol('player'), await enrol('player'), await enrol('admin')];
    const answer = async (id: string, token: string) => {
      const { body, status } = await get(id, token);
      return { ...body, status, requestId: undefined, instance: undefined };
    };
    const missing = await answer('019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a10', player.accessToken);
    expect(missing).toMatchObject({ status: 404, code: 'user.not_found' });
    expect(await answer(other.id, player.accessToken)).toEqual(missing);
    expect(await answer('019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a10', admin.accessToken)).toEqual(missing);
    for (const malformed of ['0', 'mine', '%27%20or%201=1', `${player.id}%20`, '..%2fme', player.id.slice(1)]) {
      expect(await answer(malformed, player.accessToken)).toEqual(missing);
      expect(await answer(malformed, admin.accessToken)).toEqual(missing);
    }
  });
});
