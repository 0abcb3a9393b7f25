import request, { type Response } from 'supertest';
import { AuthService } from '../src/auth/auth.service';
import { type TestApp, startApp } from './support/app';
import { makeUser } from './support/players';

const PASSWORD = 'correct horse battery';

/** What every 429 promises; the window is at most so long. */
function expectRefusal(answer: Response, policy: string, windowSeconds: number): void {
  expect(answer.status).toBe(429);
  expect(answer.body.code).toBe('rate_limit.exceeded');
  const wait = answer.headers['retry-after'];
  expect(wait).toMatch(/^[1-9]\d*$/);
  expect(Number(wait)).toBeLessThanOrEqual(windowSeconds);
  const [, remaining, seconds] = new RegExp(`"${policy}";r=(\\d+);t=(\\d+)`).exec(answer.headers['ratelimit']) ?? [];
  expect(remaining).toBe('0');
  expect(Number(wait)).toBeGreaterThanOrEqual(Number(seconds));
  expect(answer.headers['ratelimit-policy']).toContain(`"${policy}";q=`);
}

describe('rate limits', () => {
  let app: TestApp;
  let names = 0;

  beforeAll(async () => {
    app = await startApp({ RATE_LIMIT_SCALE: '1', TRUSTED_PROXIES: '127.0.0.1' });
  });
  afterAll(() => app.close());

  const enrol = async () => {
    const username = `limited-${++names}`;
    const auth = app.get(AuthService);
    await auth.enrol({ username, email: `${username}@example.com`, password: PASSWORD }, 'player');
    const { accessToken } = await auth.login(username, PASSWORD);
    return { username, accessToken };
  };
  const login = (username: string, password: string, address: string) =>
    request(app.url).post('/api/v1/auth/login').set('X-Forwarded-For', address).send({ username, password });
  const read = (token: string | undefined, address = '198.51.100.1') => {
    const reading = request(app.url).get('/api/v1/users/me').set('X-Forwarded-For', address);
    return token === undefined ? reading : reading.set('Authorization', `Bearer ${token}`);
  };

  it('let five wrong passwords a minute through, and then not even the right one', async () => {
    const { username } = await enrol();
    for (let left = 4; left >= 0; left--) {
      const answer = await login(username, 'a wrong password', '203.0.113.1').expect(401);
      expect(answer.headers['ratelimit']).toContain(`"login";r=${left};t=`);
    }
    expectRefusal(await login(username, PASSWORD, '203.0.113.1'), 'login', 60);
    expectRefusal(await login(username.toUpperCase(), PASSWORD, '203.0.113.1'), 'login', 60);
    await login(username, PASSWORD, '203.0.113.2').expect(200);
    expect((await login((await enrol()).username, PASSWORD, '203.0.113.1')).status).toBe(200);
  });

  it('do not let fifty attackers keep the owner out', async () => {
    const { username } = await enrol();
    const attack = Array.from({ length: 50 * 6 }, (_, n) => login(username, 'a wrong password', `192.0.2.${n % 50}`));
    const statuses = (await Promise.all(attack)).map(({ status }) => status);
    // One each, and twenty more between them; a few find the queue for hashing full.
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(70);
    expectRefusal(await login(username, 'a wrong password', '192.0.2.7'), 'login', 60);
    await login(username, PASSWORD, '203.0.113.20').expect(200);
  });

  it('do not count those who know their password', async () => {
    const { username } = await enrol();
    for (let i = 0; i < 12; i++) await login(username, PASSWORD, '203.0.113.30').expect(200);
  });

  it('let one address try thirty logins a minute, whoever they are for', async () => {
    for (let n = 0; n < 30; n++) expect((await login(`nobody-${n}`, 'whatever', '203.0.113.40')).status).toBe(401);
    expectRefusal(await login('somebody', 'whatever', '203.0.113.40'), 'login-address', 60);
  });

  it('count the network of an IPv6 address, which has more addresses than anybody could count', async () => {
    for (let n = 0; n < 30; n++) await login(`nobody-${n}`, 'whatever', `2001:db8:0:1::${n}`).expect(401);
    expectRefusal(await login('somebody', 'whatever', '2001:db8:0:1:ffff::1'), 'login-address', 60);
    await login('somebody', 'whatever', '2001:db8:0:2::1').expect(401);
  });

  it('let one address register ten accounts an hour', async () => {
    const register = (n: number) =>
      request(app.url)
        .post('/api/v1/auth/register')
        .set('X-Forwarded-For', '203.0.113.50')
        .send({ username: `crowd-${n}`, email: `crowd-${n}@example.com`, password: PASSWORD });
    for (let n = 0; n < 10; n++) await register(n).expect(201);
    expectRefusal(await register(10), 'register', 3_600);
  });

  it('let a player add funds ten times a minute, wherever they are', async () => {
    const [player, other] = [await enrol(), await enrol()];
    const addFunds = (token: string, n: number) =>
      request(app.url)
        .post('/api/v1/users/me/add-funds')
        .set('Authorization', `Bearer ${token}`)
        .set('X-Forwarded-For', `198.51.100.${n}`)
        .set('Idempotency-Key', `key-${n}`)
        .send({ amount: 1 });
    for (let n = 0; n < 10; n++) await addFunds(player.accessToken, n).expect(201);
    expectRefusal(await addFunds(player.accessToken, 10), 'money', 60);
    await addFunds(other.accessToken, 10).expect(201);
  });

  it('count batches with whatever else a service moves money by', async () => {
    const [server, { id: userId }] = [await makeUser(app, { role: 'service' }), await makeUser(app)];
    const send = (n: number) =>
      request(app.url)
        .post('/api/v1/batches')
        .set('Authorization', `Bearer ${server.token}`)
        .set('Idempotency-Key', `batch-${n}`)
        .send({ userId, commands: [{ kind: 'earn', reason: 'quest', amount: 1 }] });
    for (let n = 0; n < 10; n++) await send(n).expect(201);
    expectRefusal(await send(10), 'money', 60);
  });

  it('count reads by user, not by address, and tell how many are left', async () => {
    const [player, other] = [await enrol(), await enrol()];
    const first = await read(player.accessToken).expect(200);
    expect(first.headers['ratelimit-policy']).toBe('"reads";q=1200;w=60');
    expect(first.headers['ratelimit']).toBe('"reads";r=1199;t=60');
    await read(player.accessToken, '198.51.100.2').expect(200);
    expect((await read(player.accessToken)).headers['ratelimit']).toMatch(/^"reads";r=1197;t=\d+$/);
    expect((await read(other.accessToken)).headers['ratelimit']).toBe('"reads";r=1199;t=60');
  });

  it('count a stranger by address before telling them that they are one', async () => {
    expect((await read(undefined, '203.0.113.60').expect(401)).headers['ratelimit']).toMatch(/^"reads";r=1199;/);
    expect((await read('rubbish', '203.0.113.60').expect(401)).headers['ratelimit']).toMatch(/^"reads";r=1198;/);
  });
});

describe('rate limits of a hundredth', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ RATE_LIMIT_SCALE: '0.01' });
  });
  afterAll(() => app.close());

  it('cut a flood without tokens off, on closed routes and open ones', async () => {
    const answers: Response[] = [];
    for (let n = 0; n < 13; n++) answers.push(await request(app.url).get('/api/v1/users/me'));
    expect(answers.map(({ status }) => status)).toEqual([...Array<number>(12).fill(401), 429]);
    expectRefusal(answers[12], 'reads', 60);
    expectRefusal(await request(app.url).get('/api/v1/products'), 'reads', 60);
  });

  it('believe no address that anybody can write into a header', async () => {
    const answer = await request(app.url).get('/api/v1/products').set('X-Forwarded-For', '203.0.113.99');
    expectRefusal(answer, 'reads', 60);
  });

  it.each(['/health', '/health/live', '/ready', '/metrics', '/docs-json'])('leave %s alone', async (path) => {
    for (let n = 0; n < 15; n++) {
      const { status, headers } = await request(app.url).get(path);
      expect(status).not.toBe(429);
      expect(headers['ratelimit']).toBeUndefined();
    }
  });
});
