import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { balanceOf, BOOST, buy, call, makeUser, openShop, times } from './support/players';
import { tablesHolding } from './support/search-database';
import { refusalOf, type SessionBody, sessionsOf, someone } from './support/sessions';

let app: TestApp;
const { post, refresh } = sessionsOf(() => app);

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
});
afterAll(async () => {
  expect(await brokenLaws(app.database)).toEqual({});
  await app.close();
});

let devices = 0;
const newDevice = () => `a secret of device ${++devices}`;
const enter = (deviceId: unknown, headers = {}) => post('guest', { deviceId }, { headers });
const upgrade = ({ accessToken }: SessionBody, account: object = someone()) =>
  post('upgrade', account, { token: accessToken });
const block = async ({ user }: SessionBody) => {
  const { token } = await makeUser(app, { role: 'support' });
  const { status } = await call(app, `/users/${user.id}/block`, { token, body: { reason: 'Cheats.' } });
  expect(status).toBe(200);
};

describe('POST /auth/guest', () => {
  it('gives a device an account without a password, and the same one from then on', async () => {
    const device = newDevice();
    const { status, body } = await enter(device);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      refreshToken: expect.stringMatching(/^flr_/),
      user: { username: expect.stringMatching(/^guest-/), email: null, role: 'player', isGuest: true },
    });
    expect((await refresh(body.refreshToken)).status).toBe(200);
    const again = await enter(device);
    expect([again.status, again.body.user]).toEqual([200, body.user]);
    expect((await enter(newDevice())).body.user.id).not.toBe(body.user.id);
  });

  it('makes one account of twenty requests at the same time', async () => {
    const device = newDevice();
    const answers = await Promise.all(times(20, () => enter(device)));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([...times(19, () => 200), 201]);
    expect(new Set(answers.map(({ body }) => body.user.id)).size).toBe(1);
    const [{ guests, opened }] = await app.database.query<{ guests: number; opened: number }>(`
      select count(*)::int as guests, count(a.user_id)::int as opened
      from users u left join accounts a on a.user_id = u.id
      where u.is_guest and not exists (select from guest_devices d where d.user_id = u.id)`);
    expect([guests, opened]).toEqual([0, 0]);
  });

  it('keeps no device id', async () => {
    const device = `secret${Math.random()}`;
    await enter(device);
    expect(await tablesHolding(app.database, device)).toEqual([]);
  });

  it.each(['x'.repeat(15), 'x'.repeat(256), '', 1234567890123456, null, undefined, ['x'.repeat(16)]])(
    'refuses the device %j',
    async (device) => expect(refusalOf(await enter(device))).toEqual([400, 'request.invalid']),
  );

  it('hands the web a cookie', async () => {
    const { headers, body } = await enter(newDevice(), { 'x-session': 'cookie' });
    expect(headers.get('set-cookie')).toContain('florin_refresh=flr_');
    expect(body.refreshToken).toBeUndefined();
  });

  it('lets a guest play', async () => {
    const { accessToken: token, user } = (await enter(newDevice())).body;
    await call(app, '/users/me/add-funds', { token, key: 'first', body: { amount: 300 } });
    expect((await buy(app, { id: user.id, token }, BOOST.id)).body.balance).toBe(200);
  });

  it('is closed to a guest who is blocked, and so is becoming somebody else', async () => {
    const device = newDevice();
    const guest = (await enter(device)).body;
    await block(guest);
    expect(refusalOf(await enter(device))).toEqual([403, 'account.blocked']);
    expect(refusalOf(await upgrade(guest))).toEqual([403, 'account.blocked']);
  });

  it('leaves no way in by a password', async () => {
    const { user } = (await enter(newDevice())).body;
    for (const password of ['', 'null', 'x'.repeat(16)]) {
      expect((await post('login', { username: user.username, password })).status).toBeGreaterThanOrEqual(400);
    }
  });
});

it('Guests are made by the minute, and a flood of them is refused', async () => {
  const strict = await startApp({ RATE_LIMIT_SCALE: '0.05' });
  const statuses = [];
  for (let n = 0; n < 5; n++) {
    statuses.push((await call(strict, '/auth/guest', { body: { deviceId: newDevice() } })).status);
  }
  expect(statuses).toEqual([201, 201, 201, 429, 429]);
  await strict.close();
});

describe('POST /auth/upgrade', () => {
  it('keeps id and holdings, ends what was, and begins anew', async () => {
    const device = newDevice();
    const guest = (await enter(device)).body;
    const player = { id: guest.user.id, token: guest.accessToken };
    await call(app, '/users/me/add-funds', { token: player.token, key: 'k', body: { amount: 300 } });
    await buy(app, player, BOOST.id);

    const account = someone();
    const { status, body } = await upgrade(guest, account);
    expect(status).toBe(200);
    expect(body.user).toMatchObject({
      id: player.id,
      username: account.username,
      email: account.email,
      role: 'player',
      isGuest: false,
    });
    expect((await refresh(guest.refreshToken)).status).toBe(401);
    expect((await refresh(body.refreshToken)).status).toBe(200);
    const { username, password } = account;
    const login = await post('login', { username, password });
    expect([login.status, login.body.user.id]).toEqual([200, player.id]);
    expect(await balanceOf(app, { id: player.id, token: login.body.accessToken })).toBe(200);

    const stranger = await enter(device);
    expect(stranger.status).toBe(201);
    expect(stranger.body.user.id).not.toBe(player.id);
  });

  it('refuses full accounts, staff and those who were upgraded before', async () => {
    const { body: full } = await post('register', someone());
    const { token: staff } = await makeUser(app, { role: 'finance' });
    const guest = (await enter(newDevice())).body;
    expect((await upgrade(guest)).status).toBe(200);
    for (const accessToken of [full.accessToken, staff, guest.accessToken]) {
      expect(refusalOf(await post('upgrade', someone(), { token: accessToken }))).toEqual([409, 'auth.not_a_guest']);
    }
    expect((await post('upgrade', someone())).status).toBe(401);
  });

  it('happens once, however many ask at the same time', async () => {
    const guest = (await enter(newDevice())).body;
    const answers = await Promise.all(times(10, () => upgrade(guest)));
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([200, ...times(9, () => 409)]);
  });

  it('leaves a guest as they are when the name or the address is somebody’s', async () => {
    const device = newDevice();
    const guest = (await enter(device)).body;
    const taken = someone();
    await post('register', taken);
    expect(refusalOf(await upgrade(guest, { ...someone(), username: taken.username.toUpperCase() }))).toEqual([
      409,
      'user.username_taken',
    ]);
    expect(refusalOf(await upgrade(guest, { ...someone(), email: taken.email }))).toEqual([409, 'user.email_taken']);
    expect((await refresh(guest.refreshToken)).status).toBe(200);
    expect((await enter(device)).body.user).toEqual(guest.user);
  });

  it('asks for a password as registering does', async () => {
    const guest = (await enter(newDevice())).body;
    expect(refusalOf(await upgrade(guest, { ...someone(), password: 'short' }))).toEqual([400, 'request.invalid']);
  });
});
