import { type TestApp, startApp } from './support/app';
import { times } from './support/players';
import { refusalOf, type SessionBody, sessionsOf } from './support/sessions';

let app: TestApp;
const { refresh, register, login } = sessionsOf(() => app);

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const REUSED = [401, 'auth.refresh_token_reused'];
const ENDED = [401, 'auth.refresh_token_invalid'];

const next = async (token: string): Promise<string> => {
  const { status, body } = await refresh(token);
  expect(status).toBe(200);
  return body.refreshToken;
};
/** As if so much time had gone by. */
const wait = ({ user }: SessionBody, seconds: number) =>
  app.database.query(
    `update refresh_tokens set used_at = used_at - make_interval(secs => $2)
     where session_id in (select id from sessions where user_id = $1)`,
    [user.id, seconds],
  );
const goodTokens = ({ user }: SessionBody) =>
  app.database.query(
    `select from refresh_tokens t join sessions s on s.id = session_id
     where user_id = $1 and used_at is null and revoked_at is null`,
    [user.id],
  );

describe('a refresh token that comes a second time', () => {
  it('is taken for another successor where the answer was lost', async () => {
    const player = await register();
    const first = player.refreshToken;
    const lost = [await next(first), await next(first)];
    const arrived = await next(first);
    expect(new Set([first, ...lost, arrived]).size).toBe(4);
    expect(await goodTokens(player)).toHaveLength(1);
    const second = await next(arrived);
    await wait(player, 3_600);
    await next(second);
    expect(await goodTokens(player)).toHaveLength(1);
  });

  it('ends its session, and only that one, after half a minute', async () => {
    const player = await register();
    const { body: elsewhere } = await login(player);
    const second = await next(player.refreshToken);
    await wait(player, 31);
    expect(refusalOf(await refresh(player.refreshToken))).toEqual(REUSED);
    for (const token of [second, player.refreshToken]) expect(refusalOf(await refresh(token))).toEqual(ENDED);
    expect((await refresh(elsewhere.refreshToken)).status).toBe(200);
  });

  it('gains no time by coming again', async () => {
    const player = await register();
    await next(player.refreshToken);
    await wait(player, 20);
    const latest = await next(player.refreshToken);
    await wait(player, 11);
    expect(refusalOf(await refresh(player.refreshToken))).toEqual(REUSED);
    expect(refusalOf(await refresh(latest))).toEqual(ENDED);
  });

  it('ends its session at once when its successor was used: the answer was not lost', async () => {
    const player = await register();
    const third = await next(await next(player.refreshToken));
    expect(refusalOf(await refresh(player.refreshToken))).toEqual(REUSED);
    expect(refusalOf(await refresh(third))).toEqual(ENDED);
  });

  it('gives a thief nothing that lasts: the one who comes second ends it for both', async () => {
    for (const isUsed of [false, true]) {
      const player = await register();
      // Whoever of the two is the owner, and whoever the thief.
      const one = await next(player.refreshToken);
      const other = await next(player.refreshToken);
      const latest = isUsed ? await next(other) : other;
      expect(refusalOf(await refresh(one))).toEqual(REUSED);
      expect(refusalOf(await refresh(latest))).toEqual(ENDED);
      expect(await goodTokens(player)).toEqual([]);
    }
  });

  it('leaves one good token when twenty bring it at once', async () => {
    const player = await register();
    const answers = await Promise.all(times(20, () => refresh(player.refreshToken)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(20);
    expect(await goodTokens(player)).toHaveLength(1);
  });

  it('does not bring back a session that was ended meanwhile', async () => {
    const player = await register();
    await next(player.refreshToken);
    await app.database.query('update sessions set revoked_at = now() where user_id = $1', [player.user.id]);
    expect(refusalOf(await refresh(player.refreshToken))).toEqual(ENDED);
  });
});
