import { createHmac, createSecretKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { Config } from '../src/platform/config/config';
import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { KeyServer, newKey, signed, type SigningKey } from './support/key-server';
import { balanceOf, BOOST, buy, call, makeUser, openShop, times } from './support/players';

const ISSUER = 'https://auth.studio.example';
const AUDIENCE = 'florin-of-studio';
const TRUST = { EXTERNAL_JWT_ISSUER: ISSUER, EXTERNAL_JWT_AUDIENCE: AUDIENCE };
const SECRET = 'shared with the auth service of a studio';

interface Profile {
  id: string;
  username: string;
  email: string | null;
  role: string;
  isGuest: boolean;
  code: string;
}

const seconds = () => Math.floor(Date.now() / 1_000);
const claimsOf = (sub: unknown, changed: object = {}) => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub,
  iat: seconds(),
  exp: seconds() + 600,
  ...changed,
});
const me = (app: TestApp, token: string) => call<Profile>(app, '/users/me', { token });

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
/** A token made by hand, as attackers make them. */
function forged(header: object, claims: object, key: string | Buffer = SECRET, hash = 'sha256'): string {
  const content = `${encode(header)}.${encode(claims)}`;
  return `${content}.${createHmac(hash, key).update(content).digest('base64url')}`;
}

describe('Tokens of another issuer, by shared secret', () => {
  let app: TestApp;
  const bySecret = (claims: object, secret = SECRET, alg = 'HS256') =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg }).sign(createSecretKey(secret, 'utf8'));

  beforeAll(async () => {
    app = await startApp({ ...TRUST, EXTERNAL_JWT_SECRET: SECRET });
    await openShop(app);
  });
  afterAll(async () => {
    expect(await brokenLaws(app.database)).toEqual({});
    await app.close();
  });

  it('name a player, made at first sight and the same from then on', async () => {
    const first = await me(app, await bySecret(claimsOf('hero-1')));
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ role: 'player', email: null, isGuest: false });
    const again = await me(app, await bySecret(claimsOf('hero-1', { jti: 'another token' })));
    expect(again.body.id).toBe(first.body.id);
    expect((await me(app, await bySecret(claimsOf('hero-2')))).body.id).not.toBe(first.body.id);
    expect((await me(app, await bySecret(claimsOf('hero-1', { aud: ['others', AUDIENCE] })))).body.id).toBe(
      first.body.id,
    );
  });

  it('make one player of twenty requests at the same time', async () => {
    const tokens = await Promise.all(times(20, (n) => bySecret(claimsOf('crowd', { n }))));
    const answers = await Promise.all(tokens.map((token) => me(app, token)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const [{ lost }] = await app.database.query<{ lost: number }>(`
      select count(*)::int as lost from users u
      where u.username like 'player-%' and not exists (select from external_identities e where e.user_id = u.id)`);
    expect(lost).toBe(0);
  });

  it('let their bearer play, and never more, whatever they say', async () => {
    const token = await bySecret(claimsOf('ambitious', { role: 'admin', scope: 'admin', typ: 'access' }));
    const { body } = await me(app, token);
    expect(body.role).toBe('player');
    await call(app, '/users/me/add-funds', { token, key: 'k', body: { amount: 150 } });
    expect((await buy(app, { id: body.id, token }, BOOST.id)).body.balance).toBe(50);
    expect((await call(app, '/users', { token })).status).toBe(403);
  });

  it('lead to no account that registered here', async () => {
    const { id } = await makeUser(app, { role: 'admin' });
    expect((await me(app, await bySecret(claimsOf(id)))).body.id).not.toBe(id);
  });

  it('do nothing for those who are blocked', async () => {
    const token = await bySecret(claimsOf('villain'));
    const { id } = (await me(app, token)).body;
    await call(app, '/users/me/add-funds', { token, key: 'k', body: { amount: 150 } });
    const { token: support } = await makeUser(app, { role: 'support' });
    await call(app, `/users/${id}/block`, { token: support, body: { reason: 'Cheats.' } });
    const refused = await buy(app, { id, token }, BOOST.id);
    expect([refused.status, refused.body.code]).toEqual([403, 'account.blocked']);
    expect(await balanceOf(app, { id, token })).toBe(150);
  });

  it.each<[string, () => string | Promise<string>]>([
    ['signed with another secret', () => bySecret(claimsOf('x'), 'shared with somebody else, and just as long')],
    ['signed with the secret of Florin', () => bySecret(claimsOf('x'), 'a secret that only tests know, and long')],
    ['of another issuer', () => bySecret(claimsOf('x', { iss: 'https://elsewhere.example' }))],
    ['of no issuer', () => bySecret(claimsOf('x', { iss: undefined }))],
    ['of Florin itself', () => bySecret(claimsOf('x', { iss: 'florin', aud: 'florin', typ: 'access', role: 'admin' }))],
    ['for another audience', () => bySecret(claimsOf('x', { aud: 'florin' }))],
    ['for nobody', () => bySecret(claimsOf('x', { aud: undefined }))],
    ['expired', () => bySecret(claimsOf('x', { exp: seconds() - 10 }))],
    ['without an end', () => bySecret(claimsOf('x', { exp: undefined }))],
    ['not valid yet', () => bySecret(claimsOf('x', { nbf: seconds() + 60 }))],
    ['without a subject', () => bySecret(claimsOf(undefined))],
    ['with an empty subject', () => bySecret(claimsOf(''))],
    ['with a long subject', () => bySecret(claimsOf('x'.repeat(256)))],
    ['with a subject that no database holds', () => bySecret(claimsOf('a\0b'))],
    ['with half a character as a subject', () => forged({ alg: 'HS256' }, claimsOf('\ud800'))],
    ['with a number as a subject', () => forged({ alg: 'HS256' }, claimsOf(7))],
    ['with an object as a subject', () => forged({ alg: 'HS256' }, claimsOf({ id: 7 }))],
    ['of another algorithm of the family', () => bySecret(claimsOf('x'), SECRET.repeat(2), 'HS512')],
    ['alg none', () => `${encode({ alg: 'none' })}.${encode(claimsOf('x'))}.`],
    ['alg none with a signature', () => forged({ alg: 'none' }, claimsOf('x'))],
    ['alg NonE', () => forged({ alg: 'NonE' }, claimsOf('x'))],
    ['an asymmetric algorithm', () => forged({ alg: 'RS256' }, claimsOf('x'))],
    ['no algorithm', () => forged({}, claimsOf('x'))],
    ['a critical extension', () => forged({ alg: 'HS256', crit: ['x'], x: 1 }, claimsOf('x'))],
    ['a payload that is no object', () => forged({ alg: 'HS256' }, ['x'])],
    ['without a signature', () => `${encode({ alg: 'HS256' })}.${encode(claimsOf('x'))}.`],
  ])('are nobody’s when they are forged or foreign: %s', async (_, make) => {
    const { status, body } = await me(app, await make());
    expect([status, body.code]).toEqual([401, 'auth.unauthorized']);
  });

  it('leave the tokens of Florin what they are', async () => {
    const { token } = await makeUser(app);
    expect((await me(app, token)).status).toBe(200);
  });
});

describe('Tokens of another issuer, by its public keys', () => {
  let app: TestApp;
  let server: KeyServer;
  let key: SigningKey;
  let ahead = 0;
  const now = Date.now.bind(Date);
  const realSeconds = () => Math.floor(now() / 1_000);
  const fresh = { iat: undefined, exp: realSeconds() + 3_600 };
  const statusOf = async (by: SigningKey, sub = 'hero') =>
    (await me(app, await signed(by, claimsOf(sub, { ...fresh, jti: Math.random() })))).status;
  /** The clock by which keys grow old. Tokens are told by another one. */
  const pass = (milliseconds: number) => (ahead += milliseconds);

  beforeEach(async () => {
    server = await KeyServer.start();
    key = await newKey('first');
    server.keys = [key];
    app = await startApp({ ...TRUST, EXTERNAL_JWKS_URL: server.url });
    ahead = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await app.close();
    await server.stop();
  });

  it.each(['ES256', 'RS256', 'PS256', 'EdDSA'])('count with %s, and the keys are fetched once', async (alg) => {
    const other = await newKey('other', alg);
    server.keys = [key, other];
    expect(await Promise.all(times(20, () => statusOf(other)))).toEqual(times(20, () => 200));
    expect(await statusOf(key)).toBe(200);
    expect(server.asked).toBe(1);
  });

  it('go over to a new key when its first token comes', async () => {
    expect(await statusOf(key)).toBe(200);
    const next = await newKey('second');
    server.keys = [next];
    pass(6_000);
    expect(await statusOf(next)).toBe(200);
    expect(await statusOf(key)).toBe(401);
    expect(server.asked).toBe(2);
  });

  it('stop counting when their key is withdrawn, some minutes later', async () => {
    expect(await statusOf(key)).toBe(200);
    server.keys = [await newKey('second')];
    pass(5 * 60_000);
    await statusOf(key);
    for (let tries = 0; (await statusOf(key)) !== 401; tries++) expect(tries).toBeLessThan(100);
  });

  it('ask the issuer no more than once in five seconds, however many keys are made up', async () => {
    const unknown = await Promise.all(times(10, (n) => newKey(`made up ${n}`)));
    expect(await statusOf(key)).toBe(200);
    pass(6_000);
    for (const each of unknown) expect(await statusOf(each)).toBe(401);
    expect(server.asked).toBe(2);
  });

  it.each(['fails', 'hangs', 'babbles'] as const)(
    'of known keys go on counting while its server %s; unknown ones are refused, and soon',
    async (mood) => {
      expect(await statusOf(key)).toBe(200);
      server.mood = mood;
      const next = await newKey('second');
      for (const later of [6_000, 10 * 60_000, 60 * 60_000]) {
        pass(later);
        expect(await statusOf(key)).toBe(200);
        expect(await statusOf(next)).toBe(401);
      }
      server.mood = 'answers';
      server.keys = [next];
      pass(6_000);
      expect(await statusOf(next)).toBe(200);
    },
  );

  it('of known keys go on counting when its server is gone', async () => {
    expect(await statusOf(key)).toBe(200);
    await server.stop();
    pass(60 * 60_000);
    expect(await Promise.all(times(20, () => statusOf(key)))).toEqual(times(20, () => 200));
    expect(await statusOf(await newKey('second'))).toBe(401);
    server = await KeyServer.start();
  });

  it('are refused, and nothing else is, when its server was never there', async () => {
    await server.stop();
    expect(await Promise.all(times(20, () => statusOf(key)))).toEqual(times(20, () => 401));
    const { token } = await makeUser(app);
    expect((await me(app, token)).status).toBe(200);
    expect((await call(app, '/products', { token: await signed(key, claimsOf('hero', fresh)) })).status).toBe(200);
    server = await KeyServer.start();
  });

  it('are not made with a public key in the place of a secret, nor with a secret among the keys', async () => {
    const claims = claimsOf('x', fresh);
    const pem = JSON.stringify(key.jwk);
    expect((await me(app, forged({ alg: 'HS256', kid: 'first' }, claims, pem))).status).toBe(401);
    const oct = Buffer.alloc(32, 7);
    server.keys = [
      key,
      { ...key, kid: 'shared', jwk: { kty: 'oct', kid: 'shared', alg: 'HS256', k: oct.toString('base64url') } },
    ];
    expect((await me(app, forged({ alg: 'HS256', kid: 'shared' }, claims, oct))).status).toBe(401);
    expect((await me(app, `${encode({ alg: 'none', kid: 'first' })}.${encode(claims)}.`)).status).toBe(401);
    const bringsItsOwn = { alg: 'ES256', jwk: key.jwk, jku: server.url };
    expect((await me(app, forged(bringsItsOwn, claims))).status).toBe(401);
  });

  it('say the right issuer and audience', async () => {
    for (const wrong of [{ iss: 'https://elsewhere.example' }, { aud: 'elsewhere' }, { exp: realSeconds() - 10 }]) {
      expect((await me(app, await signed(key, claimsOf('x', { ...fresh, ...wrong })))).status).toBe(401);
    }
  });
});

describe('The settings of another issuer', () => {
  const base = { JWT_SECRET: 'a secret that only tests know, and long', FLORIN_DATA: '/nonexistent' };
  const faultsOf = (env: Record<string, string>) => {
    try {
      Config.fromEnv({ ...base, ...env });
      return '';
    } catch (error) {
      return String(error);
    }
  };

  it.each<[Record<string, string>, string]>([
    [{ EXTERNAL_JWT_SECRET: SECRET }, 'EXTERNAL_JWT_ISSUER is required'],
    [{ EXTERNAL_JWT_SECRET: SECRET }, 'EXTERNAL_JWT_AUDIENCE is required'],
    [{ EXTERNAL_JWKS_URL: 'https://a.example/keys' }, 'EXTERNAL_JWT_ISSUER is required'],
    [TRUST, 'EXTERNAL_JWT_SECRET or EXTERNAL_JWKS_URL is required'],
    [{ ...TRUST, EXTERNAL_JWT_SECRET: base.JWT_SECRET }, 'EXTERNAL_JWT_SECRET must not be JWT_SECRET'],
    [
      { ...TRUST, EXTERNAL_JWT_SECRET: SECRET, EXTERNAL_JWKS_URL: 'https://a.example' },
      'EXTERNAL_JWKS_URL cannot stand',
    ],
    [{ ...TRUST, EXTERNAL_JWKS_URL: 'http://a.example/keys' }, 'EXTERNAL_JWKS_URL must be an https address'],
    [{ ...TRUST, EXTERNAL_JWKS_URL: 'http://localhost.a.example/keys' }, 'EXTERNAL_JWKS_URL must be an https address'],
    [{ ...TRUST, EXTERNAL_JWKS_URL: 'http://127.0.0.1@a.example/keys' }, 'EXTERNAL_JWKS_URL must be an https address'],
    [{ ...TRUST, EXTERNAL_JWKS_URL: 'file:///etc/keys' }, 'EXTERNAL_JWKS_URL must be an address'],
    [
      { ...TRUST, EXTERNAL_JWT_ISSUER: 'florin', EXTERNAL_JWT_SECRET: SECRET },
      'EXTERNAL_JWT_ISSUER must not be florin',
    ],
    [{ ...TRUST, EXTERNAL_JWT_ISSUER: 'demo', EXTERNAL_JWT_SECRET: SECRET }, 'EXTERNAL_JWT_ISSUER must not be'],
    [{ ...TRUST, EXTERNAL_JWT_SECRET: 'short', NODE_ENV: 'production' }, 'EXTERNAL_JWT_SECRET must have at least 32'],
  ])('are refused: %j', (env, fault) => expect(faultsOf(env)).toContain(fault));

  it.each<Record<string, string>>([
    { EXTERNAL_JWT_SECRET: SECRET },
    { EXTERNAL_JWKS_URL: 'https://a.example/keys' },
    { EXTERNAL_JWKS_URL: 'http://localhost:8080/keys' },
    { EXTERNAL_JWKS_URL: 'http://[::1]/keys' },
  ])('are taken: %j', (env) => expect(faultsOf({ ...TRUST, ...env })).toBe(''));
});
