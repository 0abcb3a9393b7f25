import type { OpenAPIObject } from '@nestjs/swagger';
import request from 'supertest';
import { DemonstrationService } from '../src/demonstration/demonstration.service';
import { needsToken, type Operation, operationsOf } from '../src/platform/http/openapi';
import { startApp, type TestApp } from './support/app';
import { call } from './support/players';
import { triedOut } from './support/swagger-example';

/** Each address of the earlier system, and the route it is another way to. */
const ALIASES = [
  ['purchaseById', 'purchase'],
  ['useById', 'use'],
  ['addOwnFunds', 'addFunds'],
];
const FOR_ADMINS = ['createProduct', 'changeProduct'];

describe('The documentation', () => {
  let app: TestApp;
  let document: OpenAPIObject;
  beforeAll(async () => {
    app = await startApp();
    document = (await request(app.url).get('/docs-json').expect(200)).body;
  });
  afterAll(() => app.close());

  it('names each operation once and for ever', () => {
    const ids = operationsOf(document).map(({ operation }) => operation.operationId ?? '');
    expect(ids.filter((id, index) => id === '' || ids.indexOf(id) !== index)).toEqual([]);
  });

  it('summarises each operation and files it under a subject', () => {
    const bare = operationsOf(document).filter(({ operation: { summary, tags } }) => !summary || !tags?.length);
    expect(bare.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('points at nothing that it does not hold', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    const missing = references.map(([, name]) => name).filter((name) => !document.components?.schemas?.[name]);
    expect(missing).toEqual([]);
  });

  it('lists the refusals of a purchase as problem documents with an example of each', () => {
    const { responses } = operationsOf(document).find(
      ({ operation }) => operation.operationId === 'purchase',
    )!.operation;
    expect(responses['402']).toMatchObject({
      description: '`wallet.insufficient_funds`',
      content: {
        'application/problem+json': { examples: { 'wallet.insufficient_funds': { value: { status: 402 } } } },
      },
    });
    expect(Object.keys(responses)).toEqual(
      expect.arrayContaining(['201', '400', '401', '402', '404', '409', '422', '429', '503']),
    );
  });

  it('asks for a token exactly where a stranger is refused', async () => {
    const parameters = { id: 'me', idOrSku: 'nothing' };
    for (const { method, path, operation } of operationsOf(document)) {
      const address = path.replace(/{(\w+)}/g, (_, name: keyof typeof parameters) => parameters[name]);
      const { status } = await request(app.url)[method as 'get'](address);
      expect({ method, path, refused: status === 401 }).toEqual({ method, path, refused: needsToken(operation) });
    }
  });

  it('has examples that work as they stand on the demonstration, from top to bottom', async () => {
    const { player, admin, password } = (await app.get(DemonstrationService).seedIfEmpty())!;
    const tokenOf = async (username: string) =>
      (await call<{ accessToken: string }>(app, '/auth/login', { body: { username, password } })).body.accessToken;
    const tokens = { player: await tokenOf(player), admin: await tokenOf(admin) };
    const answers = [];
    for (const { method, path, operation } of operationsOf(document).filter(takesBody)) {
      const { operationId = '' } = operation;
      const example = triedOut(document, path, operation);
      // The one thing that everybody fills in: the password is made at the first start, and no document may tell it.
      const body = operationId === 'login' ? Object.assign({}, example.body, { password }) : example.body;
      const token = tokens[FOR_ADMINS.includes(operationId) ? 'admin' : 'player'];
      const headers = example.headers;
      answers.push([
        operationId,
        await call(app, `/${example.path}`, { method: method.toUpperCase(), headers, body, token }),
      ] as const);
    }
    expect(answers.length).toBeGreaterThan(8);
    expect(answers.filter(([, { status }]) => status > 299).map(([id, { text }]) => `${id}: ${text}`)).toEqual([]);
  });

  it('tells of every route that needs a token how it refuses strangers, and of every body how it may be refused', () => {
    for (const { operation } of operationsOf(document)) {
      const expected = [
        ...(needsToken(operation) ? ['auth.unauthorized'] : []),
        ...(operation.requestBody ? ['request.too_large', 'request.unsupported_media_type'] : []),
      ];
      expect(codesOf(operation)).toEqual(expect.arrayContaining(expected));
    }
  });

  it.each(ALIASES)('answers and refuses at %s as at %s', (alias, main) => {
    const [one, other] = [alias, main].map(
      (id) => operationsOf(document).find(({ operation }) => operation.operationId === id)!.operation,
    );
    expect(codesOf(one).length).toBeGreaterThan(10);
    expect(one.responses).toEqual(other.responses);
  });

  it('lets staff show a token where everybody may read', () => {
    for (const id of ['listProducts', 'getProduct']) {
      const { operation } = operationsOf(document).find(({ operation: { operationId } }) => operationId === id)!;
      expect(operation.security).toEqual([{}, { bearer: [] }]);
    }
  });

  it('is a page that may run its own scripts and no others', async () => {
    const { text, headers } = await request(app.url).get('/docs').expect(200);
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(text).not.toMatch(/<script(?![^>]* src=)/);
    const files = [...text.matchAll(/(?:src|href)="(\.\/docs\/[^"]+)"/g)].map(([, file]) => file.slice(1));
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) await request(app.url).get(file).expect(200);
    expect((await request(app.url).get('/docs/swagger-ui-init.js')).text).toContain('"persistAuthorization": true');
  });

  it('can be read without a script', async () => {
    const { text } = await request(app.url)
      .get('/redoc')
      .expect(200)
      .expect('content-type', /text\/html/);
    for (const word of ['/api/v1/products/{id}/purchase', 'wallet.insufficient_funds', 'CreateProductDto']) {
      expect(text).toContain(word);
    }
    expect(text).not.toContain('<script');
  });
});

function takesBody({ operation }: { operation: Operation }): boolean {
  return operation.requestBody !== undefined;
}

/** The codes of every refusal that an operation documents. */
function codesOf({ responses }: Operation): string[] {
  return Object.values(responses).flatMap((response) => {
    const { content } = response as { content?: Record<string, { examples?: object }> };
    return Object.keys(content?.['application/problem+json']?.examples ?? {});
  });
}
