import type { OpenAPIObject } from '@nestjs/swagger';
import request from 'supertest';
import { AuthService } from '../src/auth/auth.service';
import { PasswordResetsRepository } from '../src/auth/password-resets.repository';
import { newToken } from '../src/auth/session-token';
import { CATALOGUE } from '../src/demonstration/catalogue';
import { DemonstrationService } from '../src/demonstration/demonstration.service';
import { UnitOfWork } from '../src/platform/database/unit-of-work';
import { needsToken, type Operation, operationsOf } from '../src/platform/http/openapi';
import { UsersService } from '../src/users/users.service';
import { startApp, type TestApp } from './support/app';
import { placeOrder, told, WITH_SANDBOX } from './support/orders';
import { ended, leaveCase, makeUpEngine, type ShownRun } from './support/pipeline';
import { call, makeUser, POTION } from './support/players';
import { triedOut } from './support/swagger-example';
import { NOBODY_THERE, ON_THIS_MACHINE, Webhooks } from './support/webhooks';

/** Each address of the earlier system, and the route it is another way to. */
const ALIASES = [
  ['purchaseById', 'purchase'],
  ['useById', 'use'],
  ['addOwnFunds', 'addFunds'],
];
const FOR_ADMINS = [
  'createProduct',
  'changeProduct',
  'createCurrency',
  'changeCurrency',
  'createRewardRule',
  'changeRewardRule',
  'grantToUser',
  'revokeFromUser',
  'rejectGrant',
  'setGrantBudget',
  'eraseUser',
  'createApiKey',
  'changeRole',
  'blockUser',
  'unblockUser',
  'refundOrder',
  'setCampaignCosts',
  'startPipelineRun',
  'runPipeline',
  'closeReconciliationCase',
  'createWebhookEndpoint',
  'changeWebhookEndpoint',
  'replayWebhookDeliveries',
  'rotateWebhookSecret',
];

const POUCH = CATALOGUE.find(({ sku }) => sku === 'coins-500')!;

describe('The documentation', () => {
  let app: TestApp;
  let document: OpenAPIObject;
  beforeAll(async () => {
    app = await startApp({ ...WITH_SANDBOX, ...ON_THIS_MACHINE });
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

  it('asks for no more in a query than the lists do', () => {
    const asked = operationsOf(document).flatMap(({ path, operation: { parameters = [] } }) =>
      parameters.flatMap((each) =>
        'in' in each && each.in === 'query' && each.required ? [`${path} ${each.name}`] : [],
      ),
    );
    expect(asked).toEqual([]);
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
    const addresses = { ...(await knownToStaff(tokens)), ...(await inTheCart(tokens.player)) };
    const tokensOf = await knownToOthers();
    const secrets = knownToTheirOwner(player, password);
    makeUpEngine(app);
    const answers = [];
    for (const { method, path, operation } of operationsOf(document).filter(takesBody)) {
      const { operationId = '' } = operation;
      const example = triedOut(document, path, operation);
      const secret = await secrets[operationId]?.();
      const body = secret === undefined ? example.body : Object.assign({}, example.body, secret);
      const token = tokensOf[operationId] ?? tokens[FOR_ADMINS.includes(operationId) ? 'admin' : 'player'];
      const headers = example.headers;
      const address = addresses[operationId] ?? example.path;
      answers.push([
        operationId,
        await call(app, `/${address}`, { method: method.toUpperCase(), headers, body, token }),
      ] as const);
    }
    expect(answers.length).toBeGreaterThan(8);
    expect(answers.filter(([, { status }]) => status > 299).map(([id, { text }]) => `${id}: ${text}`)).toEqual([]);
  });

  /** What everybody fills in: secrets are made as it runs, and no document may tell them. */
  function knownToTheirOwner(username: string, password: string): Record<string, () => object | Promise<object>> {
    return {
      login: () => ({ password }),
      refresh: async () => {
        const { refreshToken } = await app.get(AuthService).login(username, password);
        return { refreshToken };
      },
      carryOutBatch: async () => ({ userId: (await app.get(UsersService).findByLogin(username))?.id }),
      startPipelineRun: noRunUnderWay,
      runPipeline: noRunUnderWay,
      changePassword: () => ({ currentPassword: password, newPassword: password }),
      confirmPasswordReset: async () => {
        const person = { username: 'forgetful', email: 'forgetful@example.com', password };
        const { id } = await app.get(AuthService).enrol(person, 'player');
        const { text, hash } = newToken('flp_');
        await app.get(UnitOfWork).run((tx) => app.get(PasswordResetsRepository).save(tx, id, hash, 60));
        return { token: text };
      },
    };
  }

  /** One can begin only where none is under way. */
  async function noRunUnderWay(): Promise<object> {
    const { id, token } = await makeUser(app, { role: 'admin' });
    const { body } = await call<{ items: ShownRun[] }>(app, '/pipeline/runs', { token });
    for (const run of body.items) await ended(app, { id, token }, run.id);
    return {};
  }

  /** Tokens of those who are neither the player nor the admin of the demonstration. */
  async function knownToOthers(): Promise<Record<string, string>> {
    const guest = await call<{ accessToken: string }>(app, '/auth/guest', {
      body: { deviceId: 'a device of its own' },
    });
    const server = await makeUser(app, { role: 'service' });
    return { upgradeGuest: guest.body.accessToken, carryOutBatch: server.token };
  }

  /** Where nobody can try anything without having looked: staff do nothing for themselves, and decide what waits. */
  async function knownToStaff({ player, admin }: { player: string; admin: string }): Promise<Record<string, string>> {
    const { id } = (await call<{ id: string }>(app, '/users/me', { token: player })).body;
    const waiting = await call<{ grant: { id: string } }>(app, `/users/${id}/grants`, {
      token: admin,
      body: { currency: 'COIN', amount: 1_000_000, reason: 'Above every budget.', ticket: 'SUP-1' },
    });
    const colleague = { username: 'colleague', email: 'colleague@example.com', password: 'nobody will know it' };
    const colleagueId = (await app.get(AuthService).enrol(colleague, 'player')).id;
    const leaving = { username: 'leaving', email: 'leaving@example.com', password: 'nobody will know it' };
    const buyer = await makeUser(app);
    const order = await placeOrder(app, buyer, [{ productId: POTION.id, unitPrice: 199 }]);
    await told(app, order, { type: 'paid' });
    const endpoint = await (await Webhooks.of(app)).make(NOBODY_THERE);
    return {
      changeWebhookEndpoint: `/api/v1/webhook-endpoints/${endpoint.id}`,
      replayWebhookDeliveries: `/api/v1/webhook-endpoints/${endpoint.id}/replay`,
      rotateWebhookSecret: `/api/v1/webhook-endpoints/${endpoint.id}/rotate-secret`,
      closeReconciliationCase: `/api/v1/reconciliation/cases/${await leaveCase(app)}/close`,
      refundOrder: `/api/v1/orders/${order.id}/refunds`,
      eraseUser: `/api/v1/users/${(await app.get(AuthService).enrol(leaving, 'player')).id}`,
      changeRole: `/api/v1/users/${colleagueId}/role`,
      blockUser: `/api/v1/users/${colleagueId}/block`,
      unblockUser: `/api/v1/users/${colleagueId}/unblock`,
      grantToUser: `/api/v1/users/${id}/grants`,
      revokeFromUser: `/api/v1/users/${id}/revocations`,
      rejectGrant: `/api/v1/grants/${waiting.body.grant.id}/reject`,
    };
  }

  /** The example adds to the pouches, changes how many there are, and takes the potion out. */
  async function inTheCart(token: string): Promise<Record<string, string>> {
    await call(app, '/cart/items', { body: { productId: POUCH.id }, token });
    const { body } = await call<{ lines: { id: string }[] }>(app, '/cart/items', {
      body: { productId: POTION.id },
      token,
    });
    return { changeCartLine: `/api/v1/cart/items/${body.lines[0].id}` };
  }

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
    expect(text).toContain('<strong>To try it</strong>, run <code>POST /api/v1/auth/login</code>');
    expect(text.replaceAll(/<pre>.*?<\/pre>/gs, '')).not.toMatch(/`|\*\*/);
  });
});

/** In JSON: nobody can prepare the example of a file. */
function takesBody({ operation: { requestBody } }: { operation: Operation }): boolean {
  return requestBody !== undefined && 'content' in requestBody && 'application/json' in requestBody.content;
}

/** The codes of every refusal that an operation documents. */
function codesOf({ responses }: Operation): string[] {
  return Object.values(responses).flatMap((response) => {
    const { content } = response as { content?: Record<string, { examples?: object }> };
    return Object.keys(content?.['application/problem+json']?.examples ?? {});
  });
}
