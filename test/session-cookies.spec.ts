import { type TestApp, startApp } from './support/app';
import { type Answer, call } from './support/players';
import { NEW_PASSWORD, PASSWORD, refusalOf, sessionsOf, someone } from './support/sessions';

let app: TestApp;
const { post, register, login } = sessionsOf(() => app);

beforeAll(async () => {
  app = await startApp({ TRUSTED_PROXIES: '127.0.0.1', PUBLIC_URL: 'https://play.example/shop/' });
});
afterAll(() => app.close());

describe('a session in a cookie', () => {
  const COOKIE = /^florin_refresh=(flr_[\w-]{43}); Max-Age=2592000; Path=\/api\/v1\/auth; HttpOnly; SameSite=Strict$/;
  const inCookie = { headers: { 'x-session': 'cookie' } };
  const tokenOf = ({ headers }: Answer<unknown>) => COOKIE.exec(headers.getSetCookie()[0] ?? '')?.[1] ?? '';
  /** As a page does it: no body, no content type. */
  const send = (path: string, token: string, headers: Record<string, string> = {}) =>
    post(path, undefined, { headers: { cookie: `theme=dark; florin_refresh=${token}`, ...headers } });

  it('shows its refresh token to no script', async () => {
    const player = await register();
    const answer = await login(player, PASSWORD, inCookie);
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(COOKIE)]);
    expect(answer.body.refreshToken).toBeUndefined();
    expect(answer.text).not.toContain('flr_');
    const next = await send('refresh', tokenOf(answer));
    expect([next.status, next.text.includes('flr_')]).toEqual([200, false]);
    expect(tokenOf(next)).not.toBe(tokenOf(answer));
    const again = await send('refresh', tokenOf(answer));
    expect([again.status, tokenOf(again)]).toEqual([200, expect.not.stringMatching(tokenOf(next))]);
    expect(refusalOf(await send('refresh', tokenOf(next)))).toEqual([401, 'auth.refresh_token_reused']);
  });

  it('is what a registration and a new password may ask for as well', async () => {
    const registered = await post('register', someone(), inCookie);
    expect(tokenOf(registered)).not.toBe('');
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    const changed = await post('password', body, { ...inCookie, token: registered.body.accessToken });
    expect([changed.status, tokenOf(changed) === '', changed.body.refreshToken]).toEqual([200, false, undefined]);
  });

  it('goes over TLS alone where it came by TLS', async () => {
    const player = await register();
    const headers = { ...inCookie.headers, 'x-forwarded-proto': 'https' };
    const { headers: answered } = await login(player, PASSWORD, { headers });
    expect(answered.getSetCookie()[0]).toMatch(/; HttpOnly; Secure; SameSite=Strict$/);
  });

  it('ends with a logout, which takes the cookie back', async () => {
    const player = await register();
    const token = tokenOf(await login(player, PASSWORD, inCookie));
    const { status, headers } = await send('logout', token);
    expect([status, headers.getSetCookie()]).toEqual([
      204,
      [expect.stringMatching(/^florin_refresh=; Max-Age=0; Path=\/api\/v1\/auth;/)],
    ]);
    expect(refusalOf(await send('refresh', token))).toEqual([401, 'auth.refresh_token_invalid']);
  });

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'https://play.example' },
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { origin: '\u00ff' },
  ] as Record<string, string>[])('answers to no other site: %j', async (headers) => {
    const player = await register();
    const token = tokenOf(await login(player, PASSWORD, inCookie));
    for (const path of ['refresh', 'logout']) {
      const answer = await send(path, token, headers);
      expect(refusalOf(answer)).toEqual([403, 'auth.cross_site']);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    // Who has the token itself needs no cookie, and no site to come from.
    expect((await post('refresh', { refreshToken: token }, { headers })).status).toBe(200);
  });

  it('answers to its own pages', async () => {
    const player = await register();
    let token = tokenOf(await login(player, PASSWORD, inCookie));
    for (const headers of [
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'same-site', origin: 'https://www.play.example' },
      { origin: app.url },
      { origin: 'https://play.example' },
    ] as Record<string, string>[]) {
      const answer = await send('refresh', token, headers);
      expect([headers, answer.status]).toEqual([headers, 200]);
      token = tokenOf(answer);
    }
  });

  it('is left alone by a token in the body', async () => {
    const player = await register();
    const cookie = `florin_refresh=${tokenOf(await login(player, PASSWORD, inCookie))}`;
    const answer = await post('refresh', { refreshToken: player.refreshToken }, { headers: { cookie } });
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []]);
    expect(answer.body.refreshToken).toMatch(/^flr_/);
  });
});

describe('in production', () => {
  it('keeps a session in a cookie for TLS alone, whatever the proxy tells', async () => {
    const secret = 'kR7vQ2mX9cLpW4zT8bNfY6hJ3gD5sA1u';
    const secrets = { NODE_ENV: 'production', JWT_SECRET: secret, SEAL_KEY: `${secret}2`, DEMO: 'false' };
    const production = await startApp(secrets);
    const { headers } = await call(production, '/auth/register', {
      body: someone(),
      headers: { 'x-session': 'cookie' },
    });
    expect(headers.getSetCookie()[0]).toMatch(/; HttpOnly; Secure; SameSite=Strict$/);
    await production.close();
  });
});
