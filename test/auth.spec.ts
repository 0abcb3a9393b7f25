import { createHmac } from 'node:crypto';
import request from 'supertest';
import { type TestApp, startApp } from './support/app';

const SECRET = 'a secret that only tests know, and long';
const PASSWORD = 'correct horse battery';

describe('registering and logging in', () => {
  let app: TestApp;
  let names = 0;

  beforeAll(async () => {
    app = await startApp({ JWT_SECRET: SECRET });
  });
  afterAll(() => app.close());

  const post = (path: string, body: object) => request(app.url).post(`/api/v1/auth/${path}`).send(body);
  const me = (token: string) => request(app.url).get('/api/v1/users/me').set('Authorization', `Bearer ${token}`);
  const someone = () => {
    const username = `Player_${++names}`;
    return { username, email: `${username}@Example.com`, password: PASSWORD };
  };

  it('makes an account, opens it, and logs the newcomer in', async () => {
    const newcomer = someone();
    const { body } = await post('register', newcomer).expect(201);
    expect(body).toEqual({
      accessToken: expect.any(String),
      refreshToken: expect.stringMatching(/^flr_/),
      expiresIn: 900,
      user: {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        username: newcomer.username,
        email: newcomer.email.toLowerCase(),
        role: 'player',
        isGuest: false,
        createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    });
    const { body: profile } = await me(body.accessToken).expect(200);
    expect(profile).toEqual({ ...body.user, balance: 0, balances: { COIN: 0 } });
    const accounts = await app.database.query('select status from accounts where user_id = $1', [body.user.id]);
    expect(accounts).toEqual([{ status: 'active' }]);
  });

  it('knows its users by name and by email, whatever the case', async () => {
    const player = someone();
    const { body: registered } = await post('register', player).expect(201);
    const { password } = player;
    for (const login of [
      { username: player.username },
      { username: player.username.toUpperCase() },
      { username: player.email },
      { email: player.email },
      { email: player.email.toUpperCase() },
    ]) {
      const { body } = await post('login', { ...login, password }).expect(200);
      expect(body.user).toEqual(registered.user);
      await me(body.accessToken).expect(200);
    }
  });

  it('says the same of a wrong password and of nobody, after the same work', async () => {
    const player = someone();
    await post('register', player).expect(201);
    const answers: object[] = [];
    const times: Record<string, number[]> = { known: [], unknown: [] };
    for (let round = 0; round < 30; round++) {
      for (const [kind, username] of Object.entries({ known: player.username, unknown: `nobody_${round}` })) {
        const begun = performance.now();
        const { body, status } = await post('login', { username, password: 'a wrong password' });
        times[kind].push(performance.now() - begun);
        answers.push({ ...body, status, requestId: undefined });
      }
    }
    expect(answers.every((answer) => JSON.stringify(answer) === JSON.stringify(answers[0]))).toBe(true);
    expect(answers[0]).toMatchObject({ status: 401, code: 'auth.invalid_credentials' });
    const median = (all: number[]) => all.sort((a, b) => a - b)[all.length / 2];
    expect(median(times.unknown) / median(times.known)).toBeGreaterThan(0.6);
    expect(median(times.unknown) / median(times.known)).toBeLessThan(1.7);
  });

  it('gives a name and an address to one account only', async () => {
    const player = someone();
    await post('register', player).expect(201);
    const sameName = { ...someone(), username: player.username.toLowerCase() };
    const sameAddress = { ...someone(), email: player.email.toLowerCase() };
    expect((await post('register', sameName).expect(409)).body.code).toBe('user.username_taken');
    expect((await post('register', sameAddress).expect(409)).body.code).toBe('user.email_taken');
  });

  it('gives it to one account only when twenty ask at once', async () => {
    const player = someone();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => post('register', { ...player, email: `${n}.${player.email}` })),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, ...Array<number>(19).fill(409)]);
    const [{ count }] = await app.database.query<{ count: string }>(
      'select count(*) from users where lower(username) = lower($1)',
      [player.username],
    );
    expect(count).toBe('1');
    const [orphans] = await app.database.query<{ count: string }>(
      'select count(*) from users u where not exists (select from accounts a where a.user_id = u.id)',
    );
    expect(orphans.count).toBe('0');
  });

  it.each([
    ['username', { username: 'a' }],
    ['username', { username: 'имя игрока' }],
    ['username', { username: { $ne: null } }],
    ['email', { email: 'nowhere' }],
    ['password', { password: 'too short' }],
    ['password', { password: 'x'.repeat(129) }],
    ['password', { username: 'same.as.password', password: 'Same.As.Password' }],
    ['role', { role: 'admin' }],
    ['isAdmin', { isAdmin: true }],
  ])('refuses a bad %s: %j', async (field, changed) => {
    const { body } = await post('register', { ...someone(), ...changed }).expect(400);
    expect(body).toMatchObject({ code: 'request.invalid', errors: [{ pointer: `/${field}` }] });
  });

  it.each([
    {},
    { password: PASSWORD },
    { username: 'player' },
    { username: null, password: PASSWORD },
    { username: ['player'], password: PASSWORD },
    { email: {}, password: PASSWORD },
    { username: 'player', password: 1 },
    { username: 'player', password: '' },
    { username: 'K\u212Ark', password: PASSWORD },
    { userId: '019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a10' },
  ])('refuses to log %j in', (body) => post('login', body).expect(400));

  it('never shows the hash of a password', async () => {
    const { body, text } = await post('register', someone()).expect(201);
    const profile = await me(body.accessToken);
    expect(text + profile.text).not.toMatch(/argon2|hash/i);
  });

  it('turns a flood of logins away instead of drowning in it, and answers the others meanwhile', async () => {
    const player = someone();
    const { body } = await post('register', player).expect(201);
    const answered: string[] = [];
    const flood = Array.from({ length: 300 }, () => post('login', { ...player, email: undefined }));
    const answering = Promise.all(flood).finally(() => answered.push('the flood'));
    await me(body.accessToken).expect(200);
    answered.push('a player');
    const statuses = (await answering).map(({ status, headers }) => ({ status, wait: headers['retry-after'] }));
    expect(statuses.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(100);
    expect(statuses.every(({ status, wait }) => status === 200 || (status === 503 && Number(wait) >= 1))).toBe(true);
    expect(answered).toEqual(['a player', 'the flood']);
  });

  describe('a token', () => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const now = Math.floor(Date.now() / 1_000);
    const forge = (header: object, changed: object, secret = SECRET) => {
      const claims = {
        iss: 'florin',
        aud: 'florin',
        typ: 'access',
        role: 'admin',
        iat: now,
        exp: now + 900,
        ...changed,
      };
      const signed = `${encode(header)}.${encode(claims)}`;
      return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
    };
    const sub = '019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a10';

    it.each([
      [
        'none',
        `${encode({ alg: 'none' })}.${encode({ iss: 'florin', aud: 'florin', typ: 'access', sub, role: 'admin' })}.`,
      ],
      ['another secret', forge({ alg: 'HS256' }, { sub }, 'another secret that is long enough too')],
      ['expired', forge({ alg: 'HS256' }, { sub, exp: now - 10 })],
      ['another audience', forge({ alg: 'HS256' }, { sub, aud: 'elsewhere' })],
      ['a refresh token', forge({ alg: 'HS256' }, { sub, typ: 'refresh' })],
      ['rubbish', 'rubbish'],
    ])('that is forged or foreign opens nothing: %s', async (_, token) => {
      const { body, headers } = await me(token).expect(401);
      expect(body.code).toBe('auth.unauthorized');
      expect(headers['www-authenticate']).toMatch(/^Bearer/);
      // On a public route its bearer is a stranger like any other.
      await request(app.url).get('/api/v1/products').set('Authorization', `Bearer ${token}`).expect(200);
    });

    it('of somebody who is gone finds nobody, and of staff who are gone is none', async () => {
      await me(forge({ alg: 'HS256' }, { sub, role: 'player' })).expect(404);
      await me(forge({ alg: 'HS256' }, { sub })).expect(401);
    });
  });
});
