import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { coinsOf, grant, type GrantList, outcomes, revoke, spentBy, WHY } from './support/grants';
import { BOOST, call, makeUser, openShop, POTION, type TestUser, times } from './support/players';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';
import { earn, payFor } from './support/rewards';

let app: TestApp;
let admin: TestUser;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
  admin = await makeUser(app, { role: 'admin' });
});
afterAll(async () => {
  expect(await brokenLaws(app.database)).toEqual({});
  await app.close();
});

describe('the daily budget of a member of staff', () => {
  it('is never exceeded by 50 grants at once, whoever receives them', async () => {
    const staff = await makeUser(app, { role: 'support' });
    const players = await Promise.all(times(10, () => makeUser(app)));
    const answers = await Promise.all(times(50, (n) => grant(app, staff, players[n % 10], 150)));
    expect(outcomes(answers)).toEqual({ '201 executed': 33, '202 pending': 17 });
    expect(await spentBy(app, staff)).toEqual({ 'currency:COIN': 4_950 });
    let given = 0;
    for (const player of players) given += await coinsOf(app, player);
    expect(given).toBe(4_950);
    expect((await grant(app, staff, players[0], 50)).status).toBe(201);
    expect((await grant(app, staff, players[0], 1)).status).toBe(202);
  });

  it('counts what is given and what is taken alike', async () => {
    const staff = await makeUser(app, { role: 'support' });
    const player = await makeUser(app, { coins: 10_000 });
    const answers = await Promise.all(times(50, (n) => (n % 2 === 0 ? grant : revoke)(app, staff, player, 200)));
    expect(outcomes(answers)).toEqual({ '201 executed': 25, '202 pending': 25 });
    expect(await spentBy(app, staff)).toEqual({ 'currency:COIN': 5_000 });
  });

  it('is one for each currency, product and person, and greater for some roles', async () => {
    const [one, other] = [await makeUser(app, { role: 'support' }), await makeUser(app, { role: 'support' })];
    const finance = await makeUser(app, { role: 'finance' });
    const player = await makeUser(app);
    const statuses = [
      await grant(app, one, player, 5_000),
      await grant(app, one, player, { productId: BOOST.id, quantity: 20 }),
      await grant(app, one, player, { productId: POTION.id, quantity: 20 }),
      await grant(app, one, player, { productId: POTION.id, quantity: 1 }),
      await grant(app, other, player, 5_000),
      await grant(app, one, player, 1),
      await grant(app, finance, player, 50_000),
      await grant(app, admin, player, 50_001),
    ].map(({ status }) => status);
    expect(statuses).toEqual([201, 201, 201, 202, 201, 202, 201, 201]);
  });

  it('begins anew with the UTC day', async () => {
    const staff = await makeUser(app, { role: 'support' });
    const player = await makeUser(app);
    expect((await grant(app, staff, player, 5_000)).status).toBe(201);
    expect((await grant(app, staff, player, 1)).status).toBe(202);
    await app.database.query('update grant_spendings set day = day - 1 where user_id = $1', [staff.id]);
    expect((await grant(app, staff, player, 5_000)).status).toBe(201);
    expect((await grant(app, staff, player, 1)).status).toBe(202);
  });

  it('lets what is above it wait, and moves nothing', async () => {
    const staff = await makeUser(app, { role: 'support' });
    const player = await makeUser(app, { coins: 10 });
    const waiting = await grant(app, staff, player, 5_001);
    expect([waiting.status, waiting.body]).toMatchObject([202, { grant: { status: 'pending', transactionId: null } }]);
    expect(Object.keys(waiting.body)).toEqual(['grant']);
    expect([await coinsOf(app, player), await spentBy(app, staff)]).toEqual([10, {}]);
    const { body } = await call<GrantList>(app, `/users/${player.id}/grants?status=pending`, { token: staff.token });
    expect(body.items).toMatchObject([{ id: waiting.body.grant.id, amount: 5_001, ...WHY }]);
  });
});

describe('/grant-budgets', () => {
  const set = (body: object, user = admin) =>
    call<{ perDay: number; code: string }>(app, '/grant-budgets', { method: 'PUT', token: user.token, body });

  it('are set by admins, for one asset or for all that have none of their own', async () => {
    const made = await makeUser(app, { role: 'finance' });
    const player = await makeUser(app);
    await app.database.query(`insert into currencies (code, kind, max_balance) values ('RUBY', 'virtual', 1000000)`);
    const rubies = (amount: number) => grant(app, made, player, { currency: 'RUBY', amount });
    expect((await set({ role: 'finance', currency: 'RUBY', perDay: 7 })).body).toMatchObject({
      role: 'finance',
      currency: 'RUBY',
      productId: null,
      perDay: 7,
    });
    expect([(await rubies(8)).status, (await rubies(7)).status, (await rubies(1)).status]).toEqual([202, 201, 202]);
    await set({ role: 'finance', currency: 'RUBY', perDay: 9 });
    expect([(await rubies(3)).status, (await rubies(2)).status]).toEqual([202, 201]);
    expect((await set({ role: 'finance', productId: '*', perDay: 0 })).body).toMatchObject({
      productId: '*',
      perDay: 0,
    });
    expect((await grant(app, made, player, { productId: POTION.id, quantity: 1 })).status).toBe(202);
    await set({ role: 'finance', productId: POTION.id, perDay: 1 });
    expect((await grant(app, made, player, { productId: POTION.id, quantity: 1 })).status).toBe(201);
  });

  it.each([
    [{ role: 'support', perDay: 1 }, 400],
    [{ role: 'support', currency: 'COIN', productId: '*', perDay: 1 }, 400],
    [{ role: 'player', currency: 'COIN', perDay: 1 }, 400],
    [{ role: 'support', currency: 'COIN', perDay: -1 }, 400],
    [{ role: 'support', currency: 'COIN' }, 400],
    [{ role: 'support', productId: 'potion', perDay: 1 }, 400],
    [{ role: 'support', currency: 'NONE', perDay: 1 }, 422],
    [{ role: 'support', productId: '0199c000-0000-7000-8000-00000000dead', perDay: 1 }, 404],
  ])('refuse %j', async (body, status) => {
    expect((await set(body)).status).toBe(status);
  });

  it.each([
    ['currency', { currency: 'COIN' }, 500_000],
    ['currency', { currency: '*' }, 500_000],
    ['product', { productId: BOOST.id }, 2_000],
    ['product', { productId: '*' }, 2_000],
  ])('of any role rise to what the settings allow of a %s and no higher: %j', async (_, asset, ceiling) => {
    for (const role of ['support', 'finance', 'admin']) {
      const refused = await set({ role, ...asset, perDay: ceiling + 1 });
      expect([refused.status, refused.body]).toMatchObject([422, { code: 'grant_budget.above_ceiling', ceiling }]);
    }
    expect((await set({ role: 'admin', ...asset, perDay: ceiling })).status).toBe(200);
  });

  it('stop a lone admin who wants more: a second person is needed all the same', async () => {
    const [lone, player] = [await makeUser(app, { role: 'admin' }), await makeUser(app)];
    await set({ role: 'admin', currency: 'COIN', perDay: Number.MAX_SAFE_INTEGER }, lone);
    expect((await grant(app, lone, player, 500_001)).status).toBe(202);
    expect(await coinsOf(app, player)).toBe(0);
  });

  it('do not count beyond what the settings allow now, whatever was set before', async () => {
    const strict = await startApp({ MAX_BUDGET_COINS: '70', MAX_BUDGET_ITEMS: '3' });
    await openShop(strict);
    const [staff, player] = [await makeUser(strict, { role: 'admin' }), await makeUser(strict)];
    const answers = [
      await grant(strict, staff, player, 71),
      await grant(strict, staff, player, 70),
      await grant(strict, staff, player, { productId: BOOST.id, quantity: 4 }),
      await grant(strict, staff, player, { productId: BOOST.id, quantity: 3 }),
    ];
    await strict.close();
    expect(answers.map(({ status }) => status)).toEqual([202, 201, 202, 201]);
  });

  it('are read by staff, page by page, and their changes are in the audit log', async () => {
    const support = await makeUser(app, { role: 'support' });
    expect((await set({ role: 'support', currency: '*', perDay: 9 }, support)).body.code).toBe('auth.forbidden');
    await set({ role: 'admin', currency: 'COIN', perDay: 400_000 });
    await set({ role: 'admin', currency: 'COIN', perDay: 500_000 });
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await call<{ items: Record<string, string>[]; nextCursor: string | null }>(
        app,
        `/grant-budgets?limit=2${cursor}`,
        { token: support.token },
      );
      seen.push(...body.items.map(({ role, currency, productId }) => [role, currency, productId].join()));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toHaveLength(new Set(seen).size);
    expect(seen).toEqual(expect.arrayContaining(['support,*,', 'finance,,*', 'admin,*,', 'admin,COIN,']));
    const log = await call<{ items: object[] }>(app, '/admin/audit-log?action=grant_budget.set&limit=1', {
      token: support.token,
    });
    expect(log.body.items).toMatchObject([
      { target: 'grant-budget:admin:currency:COIN', before: { perDay: 400_000 }, after: { perDay: 500_000 } },
    ]);
  });
});

describeWithRedis('two processes on one database', () => {
  let redis: TestRedis;
  let both: TestApp[];

  beforeAll(async () => {
    redis = await startRedis();
    both = [
      await startApp({ REDIS_URL: redis.url }, app.database),
      await startApp({ REDIS_URL: redis.url }, app.database),
    ];
  });
  afterAll(async () => {
    for (const each of both) await each.close();
    await redis.remove();
  });

  it('exceed no budget with 50 grants at once', async () => {
    const staff = await makeUser(both[0], { role: 'support' });
    const players = await Promise.all(times(5, () => makeUser(both[0])));
    const answers = await Promise.all(times(50, (n) => grant(both[n % 2], staff, players[n % 5], 300)));
    expect(outcomes(answers)).toEqual({ '201 executed': 16, '202 pending': 34 });
    expect(await spentBy(both[0], staff)).toEqual({ 'currency:COIN': 4_800 });
  });

  it('exceed no cap of a reward rule with 100 requests at once', async () => {
    await payFor(both[0], 'shared', { amount: 10, dailyTimes: 7 });
    const player = await makeUser(both[0]);
    const answers = await Promise.all(times(100, (n) => earn(both[n % 2], player, { reason: 'shared' })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(7);
    expect(await coinsOf(both[0], player)).toBe(70);
  });
});
