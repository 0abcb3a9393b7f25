import { AuthService } from '../src/auth/auth.service';
import { type TestApp, startApp } from './support/app';
import { call } from './support/players';
import { NEW_PASSWORD, PASSWORD, refusalOf, type SessionBody, sessionsOf, someone } from './support/sessions';

let app: TestApp;
const { post, refresh, register, login, list } = sessionsOf(() => app);

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

describe('a new password', () => {
  const change = (by: SessionBody, currentPassword: string, newPassword = NEW_PASSWORD) =>
    post<SessionBody & { errors: object }>('password', { currentPassword, newPassword }, { token: by.accessToken });

  it('ends all sessions and answers a fresh one', async () => {
    const player = await register();
    const { body: second } = await login(player);
    const { status, body: fresh } = await change(player, PASSWORD);
    expect(status).toBe(200);
    for (const { refreshToken } of [player, second]) {
      expect(refusalOf(await refresh(refreshToken))).toEqual([401, 'auth.refresh_token_invalid']);
    }
    expect((await list(fresh)).items).toHaveLength(1);
    expect((await refresh(fresh.refreshToken)).status).toBe(200);
    expect((await login(player)).status).toBe(401);
    expect((await login(player, NEW_PASSWORD)).status).toBe(200);
  });

  it('is set by those only who know the old one', async () => {
    const player = await register();
    expect(refusalOf(await change(player, 'a wrong password'))).toEqual([401, 'auth.invalid_credentials']);
    expect((await post('password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD })).status).toBe(401);
    expect((await refresh(player.refreshToken)).status).toBe(200);
    expect((await login(player)).status).toBe(200);
  });

  it('is not one that everybody knows', async () => {
    const player = await register();
    for (const name of [player.email, player.email.toUpperCase(), 'short']) {
      const answer = await change(player, PASSWORD, name);
      expect(refusalOf(answer)).toEqual([400, 'request.invalid']);
      expect(answer.body.errors).toMatchObject([{ pointer: '/newPassword' }]);
    }
    expect((await refresh(player.refreshToken)).status).toBe(200);
  });

  it('is set once when two set it at the same time', async () => {
    const player = await register();
    const answers = await Promise.all([
      change(player, PASSWORD, 'the first of two'),
      change(player, PASSWORD, 'the second of two'),
    ]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 401]);
    expect((await list(player)).items).toHaveLength(1);
  });
});

describe('limits', () => {
  let limited: TestApp;
  beforeAll(async () => {
    limited = await startApp({ RATE_LIMIT_SCALE: '1' });
  });
  afterAll(() => limited.close());

  it('let five wrong passwords a minute through where one is changed, and then not even the right one', async () => {
    const { accessToken: token } = await limited.get(AuthService).register(someone());
    const change = (currentPassword: string) =>
      call(limited, '/auth/password', { body: { currentPassword, newPassword: NEW_PASSWORD }, token });
    for (let n = 0; n < 5; n++) expect((await change('a wrong password')).status).toBe(401);
    expect((await change(PASSWORD)).status).toBe(429);
  });
});
