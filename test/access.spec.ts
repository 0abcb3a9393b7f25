import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { AuthService } from '../src/auth/auth.service';
import { STOREFRONT_PAGES } from '../src/platform/http/web-pages';
import { type TestApp, startApp } from './support/app';

/** Who may call without a token; every other route there is must ask for one. */
const PUBLIC = [
  'POST /api/v1/auth/register',
  'POST /api/v1/auth/login',
  'POST /api/v1/auth/refresh',
  'POST /api/v1/auth/logout',
  'POST /api/v1/auth/password-reset',
  'POST /api/v1/auth/password-reset/confirm',
  'POST /api/v1/auth/guest',
  'POST /api/v1/login',
  'GET /api/v1/currencies',
  'GET /api/v1/items',
  'GET /api/v1/products',
  'GET /api/v1/products/:idOrSku',
  'GET /api/v1/analytics/popular-products',
  'GET /api/v1/track',
  'POST /api/v1/webhooks/sandbox',
  'GET /ws',
  'GET /pay/sandbox/:paymentId',
  'POST /pay/sandbox/:paymentId',
  'POST /api/v1/webhooks/xsolla',
  'POST /api/v1/webhooks/payment',
  'POST /api/v1/payme/webhook',
  'GET /api/v1/payme/webhook',
  'PUT /api/v1/payme/webhook',
  'PATCH /api/v1/payme/webhook',
  'DELETE /api/v1/payme/webhook',
  'GET /health',
  'GET /health/live',
  'GET /health/ready',
  'GET /ready',
  'GET /api/v1/health',
  'GET /metrics',
  'GET /docs',
  'GET /docs-json',
  'GET /redoc',
];

interface Route {
  method: string;
  url: string;
}

/** The files of the documentation page; nothing under them comes from a handler of ours. */
const isDocumentation = ({ method, url }: Route) => ['GET', 'HEAD'].includes(method) && url.startsWith('/docs/');
/** Where the pages were built they are everybody's; what they ask the API for is not. */
const PAGES: readonly string[] = [...STOREFRONT_PAGES, '/console', '/console/*', '/florin.svg'];
const isPage = ({ method, url }: Route) =>
  ['GET', 'HEAD'].includes(method) && (PAGES.includes(url) || url.startsWith('/assets/'));
const isPublic = (route: Route) =>
  isDocumentation(route) ||
  isPage(route) ||
  PUBLIC.includes(`${route.method === 'HEAD' ? 'GET' : route.method} ${route.url}`);
const concrete = (url: string) => url.replace(/:\w+/g, 'me').replace('*', 'me');

describe('access', () => {
  const routes: Route[] = [];
  let app: TestApp;

  /** Fastify itself says what is routed, whoever routed it: no list here can miss one. */
  const watch = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) routes.push({ method: one, url });
    });
  };

  beforeAll(async () => {
    subscribe('fastify.initialization', watch);
    app = await startApp();
    unsubscribe('fastify.initialization', watch);
  });
  afterAll(() => app.close());

  /** Sends the target as it stands: clients and `fetch` tidy addresses up, attackers do not. */
  async function send(
    method: string,
    target: string,
    headers: string[] = [],
  ): Promise<{ status: number; text: string }> {
    const { hostname, port, host } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    const body = ['POST', 'PUT', 'PATCH'].includes(method) ? '{}' : '';
    const lines = [`${method} ${target} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...headers];
    if (body) lines.push('Content-Type: application/json', `Content-Length: ${body.length}`);
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    await once(socket, 'close');
    return { status: Number(text.slice(9, 12)), text };
  }

  it('knows every route', () => {
    expect(routes.length).toBeGreaterThan(20);
    expect(routes).toContainEqual({ method: 'GET', url: '/api/v1/users/:id' });
  });

  it('asks for a token on every route but the public ones', async () => {
    const answers: Record<string, number> = {};
    for (const route of routes.filter((one) => !isPublic(one))) {
      answers[`${route.method} ${route.url}`] = (await send(route.method, concrete(route.url))).status;
    }
    expect(Object.keys(answers).length).toBeGreaterThan(10);
    expect(Object.entries(answers).filter(([, status]) => status !== 401)).toEqual([]);
  });

  it('asks for none on the public ones', async () => {
    for (const route of routes.filter(isPublic)) {
      const { status } = await send(route.method, concrete(route.url));
      expect({ ...route, status, isAnswer: status >= 200 && status !== 401 && status < 500 }).toMatchObject({
        isAnswer: true,
      });
    }
  });

  it('is not lost by spelling the address in another way', async () => {
    const { host } = new URL(app.url);
    const spellings = (path: string) => [
      path.toUpperCase(),
      path.replace('/api', '/API'),
      path.replace('users', 'Users'),
      path.replace('me', 'ME'),
      `/${path}`,
      path.replaceAll('/', '//'),
      `${path}/`,
      `${path}//`,
      `${path};x=1`,
      `${path}?x=1`,
      `${path}%20`,
      `${path}%00`,
      `${path}.json`,
      `${path}/.`,
      path.replace('/v1/', '/v1/./'),
      path.replace('/v1/', '/v1/x/../'),
      path.replace('/v1/', '/v1%2f'),
      path.replace('/v1/', '\\v1\\'),
      path.replace('api', '%61pi'),
      path.replace('users', '%75sers'),
      path.replace('users', '%2575sers'),
      path.replace('me', '%6de'),
      path.replace('me', '%6De'),
      `http://${host}${path}`,
      `http://elsewhere.example${path}`,
      `https://${host}/health/live/..${path}`,
      `//${host}${path}`,
      `/health/live/..${path}`,
      `/docs/..${path}`,
      `/docs/%2e%2e${path}`,
      `${path}#x`,
      `*`,
    ];
    const leaks: unknown[] = [];
    for (const path of ['/api/v1/users/me', '/api/v1/users/me/balance', '/api/v1/users/me/transactions']) {
      for (const target of spellings(path)) {
        for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'get', 'PROPFIND']) {
          const { status, text } = await send(method, target);
          const refused = status >= 400 && status < 500;
          if (!refused || /"(balances?|email|items)":/.test(text)) leaks.push({ method, target, status });
        }
      }
    }
    expect(leaks).toEqual([]);
  });

  it('is not won by headers that only proxies and frameworks may set', async () => {
    for (const header of [
      'X-Original-URL: /health/live',
      'X-Rewrite-URL: /health/live',
      'X-HTTP-Method-Override: OPTIONS',
      'X-Forwarded-For: 127.0.0.1',
      'X-User-Id: 019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a10',
      'Authorization: Basic YWRtaW46YWRtaW4=',
      'Authorization: Bearer',
      'Authorization: Bearer null',
      'Cookie: accessToken=x',
      'Upgrade: websocket',
    ]) {
      expect({ header, status: (await send('GET', '/api/v1/users/me', [header])).status }).toEqual({
        header,
        status: 401,
      });
    }
  });

  it('is refused with 403 to roles that a route does not name', async () => {
    const auth = app.get(AuthService);
    await auth.enrol(
      { username: 'mere-player', email: 'mere@example.com', password: 'correct horse battery' },
      'player',
    );
    const { accessToken } = await auth.login('mere-player', 'correct horse battery');
    const headers = [`Authorization: Bearer ${accessToken}`];
    for (const target of ['/api/v1/products']) {
      const { status, text } = await send('POST', target, headers);
      expect(status).toBe(403);
      expect(text).toContain('"auth.forbidden"');
    }
    expect((await send('GET', '/api/v1/users/%6de', headers)).status).toBe(200);
  });
});
