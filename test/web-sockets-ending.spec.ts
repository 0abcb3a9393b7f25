import { startApp, type TestApp } from './support/app';
import { createDatabase, type TestDatabase } from './support/database';
import { call, makeUser } from './support/players';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';
import { NEW_PASSWORD, PASSWORD, type SessionBody, sessionsOf } from './support/sessions';
import { readySocket, type TestSocket } from './support/sockets';

/** No round comes while a test lasts. */
const NO_ROUNDS = { WS_HEARTBEAT_SECONDS: '300' };

let app: TestApp;
const { register, login, list, post } = sessionsOf(() => app);
const socketOf = ({ user, accessToken }: SessionBody, at: { url: string } = app): Promise<TestSocket> =>
  readySocket(at, { id: user.id, token: accessToken });
const isOpen = ({ socket }: TestSocket) => socket.readyState === socket.OPEN;

describe('a socket ends at once', () => {
  beforeAll(async () => {
    app = await startApp(NO_ROUNDS);
  });
  afterAll(() => app.close());

  it('when its session is logged out, and the sockets of others stay', async () => {
    const one = await register();
    const { body: two } = await login(one);
    const [ending, staying, stranger] = [await socketOf(one), await socketOf(two), await socketOf(await register())];
    await post('logout', { refreshToken: one.refreshToken });
    expect(await ending.closed).toBe(4401);
    expect([staying, stranger].map(isOpen)).toEqual([true, true]);
    await Promise.all([staying, stranger].map((socket) => socket.end()));
  });

  it('when its session is ended from another one', async () => {
    const one = await register();
    const { body: two } = await login(one);
    const ending = await socketOf(one);
    const other = (await list(two)).items.find(({ current }) => !current)!;
    const { status } = await call(app, `/auth/sessions/${other.id}`, { method: 'DELETE', token: two.accessToken });
    expect(status).toBe(204);
    expect(await ending.closed).toBe(4401);
  });

  it('when the password is changed', async () => {
    const player = await register();
    const { body: elsewhere } = await login(player);
    const sockets = [await socketOf(player), await socketOf(elsewhere)];
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expect((await post('password', body, { token: player.accessToken })).status).toBe(200);
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4401, 4401]);
  });

  it('when its player is blocked, also one that belongs to no session', async () => {
    const support = await makeUser(app, { role: 'support' });
    const [player, sessionless] = [await register(), await makeUser(app)];
    const sockets = [await socketOf(player), await readySocket(app, sessionless)];
    for (const id of [player.user.id, sessionless.id]) {
      await call(app, `/users/${id}/block`, { token: support.token, body: { reason: 'A bot.' } });
    }
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4401, 4401]);
  });
});

describeWithRedis('a socket of another process', () => {
  let redis: TestRedis;
  let database: TestDatabase;
  let other: TestApp;

  beforeAll(async () => {
    [redis, database] = [await startRedis(), await createDatabase()];
    const env = { ...NO_ROUNDS, REDIS_URL: redis.url };
    [app, other] = await Promise.all([startApp(env, database), startApp(env, database)]);
  });
  afterAll(async () => {
    await Promise.all([app, other].map((each) => each.close()));
    await Promise.all([redis.remove(), database.drop()]);
  });

  it('ends at once too', async () => {
    const player = await register();
    const { body: elsewhere } = await login(player);
    const [ending, staying] = [await socketOf(player, other), await socketOf(elsewhere, other)];
    await post('logout', { refreshToken: player.refreshToken });
    expect(await ending.closed).toBe(4401);
    expect(isOpen(staying)).toBe(true);
    await staying.end();
  });
});
