import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { type Answer, BOOST, buy, call, makeUser, openShop, POTION, type TestUser, times } from './support/players';

interface Entry {
  id: string;
  at: string;
  actorId: string;
  actorRole: string;
  action: string;
  subjectId: string | null;
  target: string | null;
  requestId: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

interface Log {
  items: Entry[];
  nextCursor: string | null;
  code: string;
}

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

const log = (query = '', token = admin.token): Promise<Answer<Log>> =>
  call<Log>(app, `/admin/audit-log${query}`, { token });
const lastEntry = async () => (await log('?limit=1')).body.items[0];
const entries = async () =>
  Number((await app.database.query<{ n: string }>('select count(*) as n from audit_log'))[0].n);

const change = (user: TestUser, path: string, body: object, headers: Record<string, string> = {}) =>
  call<{ id: string }>(app, path, { method: 'PATCH', token: user.token, body, headers });
const add = (user: TestUser, path: string, body: object) =>
  call<{ id: string }>(app, path, { token: user.token, body });
const draft = (sku: string) => ({ sku, name: sku, type: 'consumable', prices: { COIN: 5 } });

describe('The audit log', () => {
  it('tells who changed what of a product, when, from what to what, and in which request', async () => {
    const started = new Date().toISOString();
    const changes = { name: 'Boost', prices: { COIN: 120 } };
    const { status } = await change(admin, '/products/day-boost', changes, { 'x-request-id': 'the-price-rise' });
    expect(status).toBe(200);
    const entry = await lastEntry();
    expect(entry).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      actorId: admin.id,
      actorRole: 'admin',
      action: 'product.changed',
      subjectId: null,
      target: `product:${BOOST.id}`,
      requestId: 'the-price-rise',
      before: { name: 'Буст на день', prices: { COIN: 100 } },
      after: changes,
    });
    expect(entry.at >= started && entry.at <= new Date().toISOString()).toBe(true);
  });

  it('tells of what was not there before, by a service too', async () => {
    const server = await makeUser(app, { role: 'service', scopes: ['catalog:write'] });
    const { id } = (await add(server, '/products', draft('served'))).body;
    expect(await lastEntry()).toMatchObject({
      actorId: server.id,
      actorRole: 'service',
      action: 'product.created',
      target: `product:${id}`,
      before: null,
      after: draft('served'),
    });
  });

  it('tells of currencies', async () => {
    const gem = { code: 'GEM', name: 'Gem', maxBalance: 1_000 };
    await add(admin, '/currencies', gem);
    expect(await lastEntry()).toMatchObject({
      action: 'currency.created',
      target: 'currency:GEM',
      before: null,
      after: gem,
    });
    await change(admin, '/currencies/GEM', { maxBalance: 50, isActive: false });
    expect(await lastEntry()).toMatchObject({
      action: 'currency.changed',
      target: 'currency:GEM',
      before: { name: 'Gem', maxBalance: 1_000, isActive: true },
      after: { name: 'Gem', maxBalance: 50, isActive: false },
    });
  });

  it('says nothing of what was refused, and nothing of what players do for themselves', async () => {
    await add(admin, '/products', draft('quiet'));
    const player = await makeUser(app, { coins: 100 });
    const before = await entries();
    const refused = [
      await change(admin, '/products/quiet', { sku: 'day-boost' }),
      await change(admin, '/products/quiet', { name: 'Late' }, { 'if-match': '"9"' }),
      await change(admin, '/products/quiet', { prices: { NONE: 1 } }),
      await change(admin, '/products/quiet', { type: 'permanent' }),
      await change(admin, '/products/nothing-like-it', { name: 'x' }),
      await change(player, '/products/quiet', { name: 'Mine' }),
      await add(admin, '/products', draft('quiet')),
      await add(admin, '/currencies', { code: 'COIN', name: 'Coin', maxBalance: 1 }),
      await change(admin, '/currencies/NONE', { name: 'x' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([409, 412, 422, 400, 404, 403, 409, 409, 404]);
    expect((await buy(app, player, POTION.id)).status).toBe(201);
    expect(await entries()).toBe(before);
  });

  it('has one entry for each of twenty changes at once, each from where the one before ended', async () => {
    const { id } = (await add(admin, '/products', draft('busy'))).body;
    await Promise.all(times(20, (n) => change(admin, `/products/${id}`, { prices: { COIN: n + 10 } })));
    const { body } = await log('?action=product.changed&limit=20');
    const moves = body.items.map(({ before, after, target }) => [target, before?.prices, after?.prices]);
    expect(new Set(moves.map(([target]) => target))).toEqual(new Set([`product:${id}`]));
    const from = moves.map(([, before]) => (before as { COIN: number }).COIN).toSorted((a, b) => a - b);
    const to = moves.map(([, , after]) => (after as { COIN: number }).COIN).toSorted((a, b) => a - b);
    const { body: now } = await call<{ price: number }>(app, `/products/${id}`);
    expect([5, ...to].toSorted((a, b) => a - b)).toEqual([...from, now.price].toSorted((a, b) => a - b));
  });

  it('and what it tells of stand or fall together', async () => {
    await add(admin, '/products', draft('together'));
    await app.database.query(`
      create function break_log() returns trigger language plpgsql as $$ begin raise 'no room in the log'; end $$;
      create trigger break_log before insert on audit_log execute function break_log()`);
    const { status } = await change(admin, '/products/together', { name: 'Unseen' });
    await app.database.query('drop trigger break_log on audit_log; drop function break_log');
    expect(status).toBe(500);
    const { body } = await call<{ name: string; version: number }>(app, '/products/together');
    expect(body).toMatchObject({ name: 'together', version: 1 });
  });
});

describe('GET /admin/audit-log', () => {
  it('is for staff', async () => {
    for (const role of ['support', 'finance', 'admin'] as const) {
      expect((await log('', (await makeUser(app, { role })).token)).status).toBe(200);
    }
    for (const role of ['player', 'service'] as const) {
      const { status, body } = await log('', (await makeUser(app, { role })).token);
      expect([status, body.code]).toEqual([403, 'auth.forbidden']);
    }
    expect((await call(app, '/admin/audit-log')).status).toBe(401);
  });

  it('finds entries by who acted, whom it concerned, what was done, and when', async () => {
    const other = await makeUser(app, { role: 'admin' });
    const player = await makeUser(app);
    const middle = new Date().toISOString();
    await add(other, '/products', draft('found'));
    await change(other, '/products/found', { name: 'Found' });
    await call(app, `/users/${player.id}/block`, { method: 'POST', token: other.token, body: { reason: 'A bot.' } });
    const actionsOf = async (query: string) => (await log(query)).body.items.map(({ action }) => action);

    expect(await actionsOf(`?actorId=${other.id}`)).toEqual(['user.blocked', 'product.changed', 'product.created']);
    expect(await actionsOf(`?actorId=${other.id.toUpperCase()}&action=product.changed`)).toEqual(['product.changed']);
    expect(await actionsOf(`?subjectId=${player.id}`)).toEqual(['user.blocked']);
    expect(await actionsOf(`?since=${middle}`)).toHaveLength(3);
    expect(await actionsOf(`?actorId=${other.id}&until=${middle}`)).toEqual([]);
    expect(await actionsOf('?action=nothing.like_it')).toEqual([]);
  });

  it('pages from the newest to the oldest without gaps', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await log(`?limit=7${cursor}`);
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    const all = await app.database.query<{ id: string }>('select id from audit_log order by id desc');
    expect(seen).toEqual(all.map(({ id }) => id));
    expect(seen.length).toBeGreaterThan(20);
  });

  it.each(['actorId=me', 'subjectId=1', 'since=yesterday', 'until=2026-02-30', 'limit=0', 'cursor=x', 'who=me'])(
    'refuses ?%s',
    async (query) => {
      expect((await log(`?${query}`)).status).toBe(400);
    },
  );
});
