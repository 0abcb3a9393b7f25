import { randomBytes } from 'node:crypto';
import { ApiKeyPrincipals } from '../src/auth/api-key-principals';
import { ApiKeysRepository } from '../src/auth/api-keys.repository';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { call, makeUser, type TestUser, times } from './support/players';

let app: TestApp;
let server: TestUser;

beforeAll(async () => {
  app = await startApp({ RATE_LIMIT_SCALE: '1', TRUSTED_PROXIES: '127.0.0.1' });
  server = await makeUser(app, { role: 'service' });
});
afterAll(() => app.close());
afterEach(() => jest.restoreAllMocks());

const QUOTA = 60;
const madeUp = () => `fl_${randomBytes(32).toString('base64url')}`;
const show = (token: string, from: string) =>
  call(app, '/products', { token, headers: { 'x-forwarded-for': from } }).then(({ status, headers }) => ({
    status,
    wait: headers.get('retry-after'),
  }));
const isGood = async (token: string, from: string) => {
  const id = '019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a10';
  const headers = { 'x-forwarded-for': from };
  // Whom a key lets in learns that nobody is there; strangers are told that they are strangers.
  return (await call(app, `/users/${id}/balance`, { token, headers })).status === 404;
};
const lookUps = () => jest.spyOn(app.get(ApiKeysRepository), 'findLive');

describe('A key that nobody has', () => {
  it('costs the database one look in five seconds, however often it comes', async () => {
    const looking = lookUps();
    const key = madeUp();
    for (let n = 0; n < 20; n++) expect(await isGood(key, '203.0.113.1')).toBe(false);
    expect(looking).toHaveBeenCalledTimes(1);
    const start = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => start + 5_001);
    expect(await isGood(key, '203.0.113.1')).toBe(false);
    expect(looking).toHaveBeenCalledTimes(2);
  });

  it('is looked for sixty times a minute for an address, and then no more', async () => {
    const looking = lookUps();
    const answers = await Promise.all(times(QUOTA + 40, () => show(madeUp(), '203.0.113.2')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(QUOTA);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(40);
    for (const { wait } of refused) expect(Number(wait)).toBeGreaterThan(0);
    expect(looking).toHaveBeenCalledTimes(QUOTA);
    expect((await call(app, '/products', { headers: { 'x-forwarded-for': '203.0.113.2' } })).status).toBe(200);
    expect((await show(madeUp(), '203.0.113.3')).status).toBe(200);
  });

  it('does not shut out the keys that are good, at the same address and elsewhere', async () => {
    expect(await isGood(server.token, '203.0.113.4')).toBe(true);
    await Promise.all(times(QUOTA + 10, () => show(madeUp(), '203.0.113.4')));
    const later = Date.now() + 30_000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    expect(await isGood(server.token, '203.0.113.4')).toBe(true);
    const another = await makeUser(app, { role: 'service' });
    expect((await show(another.token, '203.0.113.4')).status).toBe(429);
    expect(await isGood(another.token, '203.0.113.5')).toBe(true);
    expect(await isGood(another.token, '203.0.113.4')).toBe(true);
  });

  it('is no key that is good: any number of them come from one address', async () => {
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < QUOTA; n++) {
        app.get(ApiKeyPrincipals).forgetAll();
        expect(await isGood(server.token, '203.0.113.6')).toBe(true);
      }
    }
  });
});

describe('A key that was just made', () => {
  it('is good at once, whatever was shown before', async () => {
    await Promise.all(times(QUOTA, () => show(madeUp(), '203.0.113.7')));
    const { token } = await makeUser(app, { role: 'service' });
    expect(await isGood(token, '203.0.113.8')).toBe(true);
  });

  it('is refused again once it is revoked', async () => {
    const { id, token } = await makeUser(app, { role: 'service' });
    expect(await isGood(token, '203.0.113.9')).toBe(true);
    await app.database.query('update api_keys set revoked_at = now() where id = $1', [id]);
    await eventually(async () => expect(await isGood(token, '203.0.113.9')).toBe(false));
  });
});
