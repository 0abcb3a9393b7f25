import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from './support/app';
import { approve, grant, reject, revoke } from './support/grants';
import { ended, leaveCase, makeUpEngine, type ShownRun, upload } from './support/pipeline';
import { type Answer, call, makeUser, openShop, POTION, type TestUser } from './support/players';
import { openRewards } from './support/rewards';
import { webhookActions } from './support/webhook-actions';
import { ON_THIS_MACHINE } from './support/webhooks';

let app: TestApp;
let admin: TestUser;
let support: TestUser;
let player: TestUser;

beforeAll(async () => {
  app = await startApp(ON_THIS_MACHINE);
  await openShop(app);
  await openRewards(app);
  makeUpEngine(app);
  admin = await makeUser(app, { role: 'admin' });
  support = await makeUser(app, { role: 'support' });
});
beforeEach(async () => {
  player = await makeUser(app, { coins: 1_000 });
});
afterAll(() => app.close());

const send = <Body = { id: string }>(method: string, path: string, body?: object): Promise<Answer<Body>> =>
  call<Body>(app, path, { method, token: admin.token, body });
const made = async (path: string, body: object) => (await send('POST', path, body)).body.id;
const key = { name: 'eu-1', scopes: ['read'] };
const product = () => ({ sku: `p-${randomUUID()}`, name: 'A', type: 'consumable', prices: { COIN: 5 } });
const currency = () => ({ code: `C${randomUUID().slice(0, 6).toUpperCase()}`, name: 'Coin', maxBalance: 9 });
const rule = () => ({ reason: `r_${randomUUID().slice(0, 8)}`, currency: 'COIN', amount: 5, dailyTimes: 1 });
const pending = async () => (await grant(app, support, player, 9_999)).body.grant.id;

const buyForPlayer = () => send('POST', `/products/${POTION.id}/purchase`, { userId: player.id });
const addFunds = (id: string) =>
  call(app, `/users/${id}/add-funds`, { token: admin.token, key: randomUUID(), body: { amount: 1 } });

/** The next can begin only once this one is at its end. */
const pipelineRun = async (path: string) => {
  const begun = await send<ShownRun>('POST', path, {});
  await ended(app, admin, begun.body.id);
  return begun;
};

type Work = () => Promise<{ status: number }>;

/** Whatever staff change that is not their own, how, and what the log calls it. */
const AUDITED: Record<string, [action: string, work: Work]> = {
  'POST /api-keys': ['api_key.created', () => send('POST', '/api-keys', key)],
  'DELETE /api-keys/{id}': ['api_key.revoked', async () => send('DELETE', `/api-keys/${await made('/api-keys', key)}`)],
  'PUT /users/{id}/role': [
    'user.role_changed',
    async () => {
      await app.database.query(`update users set password_hash = 'one' where id = $1`, [player.id]);
      return send('PUT', `/users/${player.id}/role`, { role: 'support' });
    },
  ],
  'POST /users/{id}/block': ['user.blocked', () => send('POST', `/users/${player.id}/block`, { reason: 'A bot.' })],
  'POST /users/{id}/unblock': [
    'user.unblocked',
    async () => {
      await send('POST', `/users/${player.id}/block`, { reason: 'A bot.' });
      return send('POST', `/users/${player.id}/unblock`, {});
    },
  ],
  'DELETE /users/{id}': ['user.erased', () => send('DELETE', `/users/${player.id}`, { reason: 'Asked for by mail' })],
  'GET /users/{id}/export': ['user.exported', () => send('GET', `/users/${player.id}/export`)],
  'POST /currencies': ['currency.created', () => send('POST', '/currencies', currency())],
  'PATCH /currencies/{code}': [
    'currency.changed',
    async () => {
      const { code } = currency();
      await send('POST', '/currencies', { code, name: 'Gem', maxBalance: 9 });
      return send('PATCH', `/currencies/${code}`, { isActive: false });
    },
  ],
  'POST /products': ['product.created', () => send('POST', '/products', product())],
  'PATCH /products/{idOrSku}': [
    'product.changed',
    async () => send('PATCH', `/products/${await made('/products', product())}`, { isActive: false }),
  ],
  'PUT /analytics/campaign-costs': [
    'campaign_costs.set',
    () =>
      send('PUT', '/analytics/campaign-costs', {
        costs: [{ day: '2026-11-20', campaign: 'x', currency: 'USD', amount: 1 }],
      }),
  ],
  'POST /reward-rules': ['reward_rule.created', () => send('POST', '/reward-rules', rule())],
  'PATCH /reward-rules/{id}': [
    'reward_rule.changed',
    async () => send('PATCH', `/reward-rules/${await made('/reward-rules', rule())}`, { isActive: false }),
  ],
  'PUT /grant-budgets': [
    'grant_budget.set',
    () => send('PUT', '/grant-budgets', { role: 'support', currency: 'COIN', perDay: 7_000 }),
  ],
  'POST /users/{id}/grants': ['grant.executed', () => grant(app, admin, player, 1)],
  'POST /users/{id}/revocations': ['revocation.executed', () => revoke(app, admin, player, 1)],
  'POST /grants/{id}/approve': ['grant.approved', async () => approve(app, admin, await pending())],
  'POST /grants/{id}/reject': ['grant.rejected', async () => reject(app, admin, await pending())],
  'POST /users/{id}/add-funds': ['funds.added', () => addFunds(player.id)],
  'POST /earn': ['reward.earned', () => send('POST', '/earn', { userId: player.id, reason: 'daily_login' })],
  'POST /wallets/earn': [
    'reward.earned',
    () => send('POST', '/wallets/earn', { userId: player.id, reason: 'daily_login' }),
  ],
  ...webhookActions(send),
  'POST /pipeline/runs': ['pipeline.run_started', () => pipelineRun('/pipeline/runs')],
  'POST /run-pipeline': ['pipeline.run_started', () => pipelineRun('/run-pipeline')],
  'POST /pipeline/uploads': ['pipeline.file_uploaded', () => upload(app, admin, 'name=sessions.csv', 'x')],
  'POST /reconciliation/cases/{id}/close': [
    'reconciliation.case_closed',
    async () => send('POST', `/reconciliation/cases/${await leaveCase(app)}/close`, { note: 'A day later.' }),
  ],
  'POST /products/purchase': [
    'product.purchased',
    () => send('POST', '/products/purchase', { userId: player.id, productId: POTION.id }),
  ],
  'POST /products/{id}/purchase': ['product.purchased', () => buyForPlayer()],
  'POST /products/use': [
    'item.used',
    async () => {
      await buyForPlayer();
      return send('POST', '/products/use', { userId: player.id, productId: POTION.id });
    },
  ],
  'POST /products/{id}/use': [
    'item.used',
    async () => {
      await buyForPlayer();
      return send('POST', `/products/${POTION.id}/use`, { userId: player.id });
    },
  ],
};

/** By nobody but those whose own it is, or by servers: the journal names them. */
const NOT_BY_STAFF = [
  'POST /auth/register',
  'POST /auth/login',
  'POST /auth/guest',
  'POST /auth/upgrade',
  'POST /auth/refresh',
  'POST /auth/logout',
  'POST /auth/password',
  'POST /auth/password-reset',
  'POST /auth/password-reset/confirm',
  'DELETE /auth/sessions',
  'DELETE /auth/sessions/{id}',
  'POST /login',
  'POST /notifications/read',
  'POST /notifications/ticket',
  'POST /users/add-funds',
  'POST /batches',
  'POST /cart/items',
  'PATCH /cart/items/{lineId}',
  'DELETE /cart/items/{lineId}',
  'DELETE /cart/items',
  'POST /checkout',
  'POST /orders/{id}/cancel',
  'POST /orders/{id}/payment-link',
  'POST /events',
  'POST /event',
];

/** What has to fail first: `queues.spec.ts` looks at it. */
const WITH_FAILED_JOBS = [
  'POST /admin/queues/{name}/failed-jobs/{id}/retry',
  'DELETE /admin/queues/{name}/failed-jobs/{id}',
];

/** What staff do about real money: the suites of payments need an order for it. */
const WITH_ORDERS = [
  'POST /orders/{id}/refunds',
  'POST /orders/{id}/fulfilments',
  'DELETE /users/{id}/purchase-blocks',
];

const logged = () => app.database.query<{ id: string; action: string; actor_id: string }>('select * from audit_log');

describe('The audit log', () => {
  it.each(Object.entries(AUDITED).map(([route, [action, work]]) => [route, action, work] as const))(
    'tells of %s, as %s',
    async (_, action, work) => {
      const before = new Set((await logged()).map(({ id }) => id));
      expect((await work()).status).toBeLessThan(300);
      const entries = (await logged()).filter(({ id }) => !before.has(id));
      expect(entries.filter((entry) => entry.action === action)).toEqual([
        expect.objectContaining({ actor_id: admin.id }),
      ]);
    },
  );

  it('is thought of for every route that changes something: add new ones above', async () => {
    const { body } = await call<{ paths: Record<string, Record<string, unknown>> }>(app, '//docs-json');
    const routes = Object.entries(body.paths).flatMap(([path, operations]) =>
      Object.keys(operations)
        .filter((method) => method !== 'get')
        .map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
    );
    const known = [...Object.keys(AUDITED), ...NOT_BY_STAFF, ...WITH_ORDERS, ...WITH_FAILED_JOBS];
    expect(known.filter((route) => !route.startsWith('GET ')).toSorted()).toEqual(routes.toSorted());
  });
});
