import { createHmac } from 'node:crypto';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AuthService } from '../src/auth/auth.service';
import { METHODS, type Operation, operationsOf } from '../src/platform/http/openapi';
import { needsToken } from '../src/platform/http/openapi';
import { startApp, type TestApp } from './support/app';
import { hostileTexts, hostileValues } from './support/hostile-values';
import { sendRaw } from './support/probe-app';

interface Route {
  method: string;
  path: string;
  operation: Operation;
}

interface Attack {
  method: string;
  path: string;
  body?: string;
  token?: string;
  headers?: Record<string, string>;
}

const AT_ONCE = 16;
/** All attacks take minutes: the short form sends every eleventh, so that each route and each value has its share. */
const STRIDE = process.env.LONG === 'true' ? 1 : 23;

describe('Hostile input, on every route that the documentation names', () => {
  let app: TestApp;
  let document: OpenAPIObject;
  let routes: Route[];
  let productId: string;
  const tokens: string[] = [];

  beforeAll(async () => {
    app = await startApp();
    document = (await (await fetch(`${app.url}/docs-json`)).json()) as OpenAPIObject;
    routes = operationsOf(document);
    for (const role of ['player', 'admin'] as const) {
      const person = { username: role, email: `${role}@example.com`, password: 'correct horse battery' };
      await app.get(AuthService).enrol(person, role);
      tokens.push((await app.get(AuthService).login(role, person.password)).accessToken);
    }
    const draft = { sku: 'target', name: 'Target', type: 'consumable', prices: { COIN: 1 } };
    const made = await attack({
      method: 'post',
      path: '/api/v1/products',
      body: JSON.stringify(draft),
      token: tokens[1],
    });
    productId = (made.body as { id: string }).id;
  });
  afterAll(() => app.close());

  async function attack({ method, path, body, token, headers }: Attack) {
    const answer = await fetch(app.url + path, {
      method: method.toUpperCase(),
      body,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        'idempotency-key': `${Math.random()}`,
        ...headers,
      },
    });
    const text = await answer.text();
    const isJson = text !== '' && /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, type: answer.headers.get('content-type'), body: isJson ? JSON.parse(text) : text };
  }

  /** Sends all, and names those that were answered otherwise than with a success or a refusal of the client. */
  async function brokenBy(attacks: Attack[]): Promise<string[]> {
    const failures: string[] = [];
    const queue = attacks.filter((_, at) => at % STRIDE === 0).values();
    const worker = async () => {
      for (const each of queue) {
        const { status, type, body } = await attack(each);
        const isProblem = type?.startsWith('application/problem+json') && (body === '' || body.status === status);
        if (status < 400 || (status < 500 && isProblem)) continue;
        failures.push(`${status} ${each.method} ${each.path.slice(0, 100)} ${each.body?.slice(0, 100) ?? ''}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return failures;
  }

  /** An address that leads somewhere. */
  const addressOf = ({ path }: Route) =>
    path.replace(/{(\w+)}/g, (_, name: string) => (path.startsWith('/api/v1/users') ? 'me' : name && productId));

  const parametersOf = ({ operation }: Route, where: string) =>
    (operation.parameters ?? []).flatMap((parameter) =>
      'name' in parameter && parameter.in === where ? [parameter.name] : [],
    );

  /** A body that is right in all but one field, with the given text in that field. */
  function bodiesOf(route: Route, value: string): string[] {
    const schema = schemaOf(route);
    if (!schema) return [value];
    const names = Object.keys(schema);
    const examples = names.map((name) => [name, JSON.stringify(schema[name].example ?? undefined)] as const);
    const known = examples.filter(([, example]) => example !== undefined);
    return names.map((target) => {
      const others = known.filter(([name]) => name !== target).map(([name, example]) => `"${name}":${example}`);
      return `{${[...others, `"${target}":${value}`].join()}}`;
    });
  }

  function schemaOf({ operation }: Route): Record<string, { example?: unknown }> | undefined {
    const { requestBody } = operation;
    const schema =
      requestBody && 'content' in requestBody ? requestBody.content['application/json']?.schema : undefined;
    if (!schema || !('$ref' in schema)) return undefined;
    const named = document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''];
    return named && 'properties' in named ? (named.properties as Record<string, { example?: unknown }>) : undefined;
  }

  const forEverybody = (attacks: Attack[]) => tokens.flatMap((token) => attacks.map((each) => ({ ...each, token })));
  /** Staff gets furthest. */
  const byStaff = (attacks: Attack[]) => attacks.map((each) => ({ ...each, token: tokens[1] }));

  it('knows bodies to attack', () => {
    expect(routes.filter(schemaOf).length).toBeGreaterThan(5);
    expect(
      bodiesOf(
        routes.find(({ operation }) => operation.operationId === 'purchase')!,
        '-1',
      ),
    ).toContain('{"currency":"COIN","quantity":-1}');
  });

  it('survives hostile bodies', async () => {
    const bodies = routes
      .filter(({ method }) => method !== 'get')
      .flatMap((route) =>
        hostileValues.flatMap((value) =>
          [value, value.slice(0, -1), `{"surplus":${value}}`, ...bodiesOf(route, value)].map((body) => ({
            method: route.method,
            path: addressOf(route),
            body,
          })),
        ),
      );
    expect(await brokenBy(byStaff(bodies))).toEqual([]);
  });

  it('survives hostile paths', async () => {
    const paths = routes
      .filter(({ path }) => path.includes('{'))
      .flatMap(({ method, path }) => hostileTexts.map((text) => ({ method, path: path.replace(/{\w+}/, text) })));
    expect(await brokenBy(forEverybody(paths))).toEqual([]);
  });

  it('survives hostile queries', async () => {
    const queries = routes.flatMap((route) =>
      [...parametersOf(route, 'query'), 'surplus', '__proto__'].flatMap((name) =>
        hostileTexts
          .flatMap((text) => [`${name}=${text}`, `${name}[]=${text}`, `${name}[a]=${text}`])
          .map((query) => ({ method: route.method, path: `${addressOf(route)}?${query}` })),
      ),
    );
    expect(await brokenBy(byStaff(queries))).toEqual([]);
  });

  it('survives hostile headers', async () => {
    const values = [
      '',
      ' ',
      ',',
      ';',
      '"',
      '""',
      'x'.repeat(8_000),
      '\u00ff',
      '*/*;q=9',
      '-1',
      '1e400',
      'W/"',
      '"1", "2"',
    ];
    const names = [
      'idempotency-key',
      'if-match',
      'accept-language',
      'accept',
      'authorization',
      'x-request-id',
      'cookie',
    ];
    const attacks = routes.flatMap((route) =>
      names.flatMap((name) =>
        values.map((value) => ({
          method: route.method,
          path: addressOf(route),
          headers: { [name]: value },
          ...(route.method === 'get' ? {} : { body: bodiesOf(route, '1')[0] }),
        })),
      ),
    );
    expect(await brokenBy(forEverybody(attacks))).toEqual([]);
  });

  it('survives the wrong method, and bodies where there should be none', async () => {
    const attacks = routes.flatMap((route) =>
      ['head', 'options', ...METHODS].flatMap((method) => [
        { method, path: addressOf(route) },
        ...(method === 'get' || method === 'head' ? [] : [{ method, path: addressOf(route), body: '[1]' }]),
      ]),
    );
    expect(await brokenBy(forEverybody(attacks))).toEqual([]);
  });

  it('takes no token that it did not make, whatever it says', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const [head, payload, signature] = tokens[1].split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const sign = (header: object, body: object, secret: string) => {
      const text = `${part(header)}.${part(body)}`;
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
    };
    const forged = [
      `${part({ alg: 'none', typ: 'JWT' })}.${payload}.`,
      `${part({ alg: 'None' })}.${payload}.${signature}`,
      `${head}.${payload}.`,
      `${head}.${payload}`,
      `${head}.${part({ ...claims, role: 'admin', sub: productId })}.${signature}`,
      sign({ alg: 'HS256', typ: 'JWT' }, claims, ''),
      sign({ alg: 'HS256', typ: 'JWT' }, claims, 'secret'),
      `${tokens[1]}x`,
      'a.b.c',
      '...',
      'x'.repeat(8_000),
    ];
    const closed = routes.filter(({ operation }) => needsToken(operation));
    expect(closed.length).toBeGreaterThan(8);
    for (const token of forged) {
      const answers = await Promise.all(
        closed.map((route) => attack({ method: route.method, path: addressOf(route), token })),
      );
      expect([...new Set(answers.map(({ status }) => status))]).toEqual([401]);
    }
  });

  it('survives requests that are cut off in the middle', async () => {
    const path = '/api/v1/products/purchase';
    const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"productId"`;
    const { port } = new URL(app.url);
    await Promise.all(Array.from({ length: 50 }, () => sendRaw(Number(port), head, true)));
    expect((await fetch(`${app.url}/ready`)).status).toBe(200);
  });

  it('leaves the service whole', async () => {
    const list = await attack({ method: 'get', path: '/api/v1/products', token: tokens[0] });
    expect(list.status).toBe(200);
    const balance = await attack({ method: 'get', path: '/api/v1/balance', token: tokens[0] });
    expect(balance.status).toBe(200);
  });
});
