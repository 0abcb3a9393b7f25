import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { grant } from './support/grants';
import { balancesOf, ledgerOf, seqsOf } from './support/ledger';
import { BOOST, buy, call, makeUser, openShop, POTION, type TestUser, times } from './support/players';
import { earn } from './support/rewards';

let app: TestApp;
let admin: TestUser;
let server: TestUser;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
  admin = await makeUser(app, { role: 'admin' });
  server = await makeUser(app, { role: 'service' });
  await call(app, '/currencies', { token: admin.token, body: { code: 'GEM', name: 'Gem', maxBalance: 1_000_000 } });
});
afterAll(() => app.close());

/** A player who topped up, bought two potions, used one, was paid by a server and given something by staff. */
async function withPast(): Promise<TestUser> {
  const player = await makeUser(app, { coins: 1_000 });
  await buy(app, player, POTION.id, { body: { quantity: 2 } });
  await call(app, `/products/${POTION.id}/use`, { token: player.token, body: {} });
  await earn(app, server, { reason: 'quest_42', amount: 7, currency: 'GEM', userId: player.id });
  await grant(app, admin, player, 30);
  return player;
}

describe('GET /users/:id/ledger', () => {
  let player: TestUser;
  beforeAll(async () => {
    player = await withPast();
  });
  afterAll(async () => expect(await brokenLaws(app.database)).toEqual({}));

  it('shows each entry with the balance after it, the other side and its transaction, newest first', async () => {
    const { body } = await ledgerOf(app, player);
    const shown = body.items.map(({ seq, kind, currency, productId, amount, balanceAfter, counterAccount }) => [
      ...[seq, kind, currency ?? productId, amount, balanceAfter, counterAccount],
    ]);
    expect(shown).toEqual([
      [6, 'grant', 'COIN', 30, 980, 'source:grant'],
      [5, 'earn', 'GEM', 7, 7, 'source:earn:quest_42'],
      [4, 'use', POTION.id, -1, 1, 'sink:use'],
      [3, 'purchase', POTION.id, 2, 2, 'source:purchase'],
      [2, 'purchase', 'COIN', -50, 950, 'sink:purchase'],
      [1, 'add_funds', 'COIN', 1_000, 1_000, 'source:top_up'],
    ]);
    const history = await call<{ items: { id: string; createdAt: string }[] }>(app, '/users/me/transactions', {
      token: player.token,
    });
    expect(body.items[0]).toMatchObject({
      transactionId: history.body.items[0].id,
      createdAt: history.body.items[0].createdAt,
    });
    expect(body.items[1].transactionId).not.toBe(body.items[0].transactionId);
    expect(body.items[2].reason).toBeNull();
    expect(body.items[1].reason).toBe('quest_42');
  });

  it('tells players nothing of who on the staff it was, and staff and services everything', async () => {
    const own = (await ledgerOf(app, player)).body.items;
    expect(own.map(({ actorId, source }) => [actorId, source])).toEqual([
      [null, null],
      [null, null],
      ...times(4, () => [player.id, null]),
    ]);
    for (const role of ['support', 'finance', 'service'] as const) {
      const { body } = await ledgerOf(app, await makeUser(app, { role }), '', player.id);
      expect(body.items.map(({ actorId }) => actorId)).toEqual([admin.id, server.id, ...times(4, () => player.id)]);
      expect(body.items[0]).toMatchObject({ approverId: null, source: expect.stringMatching(/^grant:/) });
    }
  });

  it('names the second person where one was needed', async () => {
    const lucky = await makeUser(app);
    const { body } = await grant(app, admin, lucky, 900_000);
    const finance = await makeUser(app, { role: 'finance' });
    await call(app, `/grants/${body.grant.id}/approve`, { method: 'POST', token: finance.token });
    const [entry] = (await ledgerOf(app, admin, '', lucky.id)).body.items;
    expect([entry.actorId, entry.approverId]).toEqual([admin.id, finance.id]);
    expect((await ledgerOf(app, lucky)).body.items).toMatchObject([
      { amount: 900_000, actorId: null, approverId: null },
    ]);
  });

  it('is a player’s own, and nobody else’s', async () => {
    const other = await makeUser(app);
    for (const id of [player.id, '0199c000-0000-7000-8000-00000000dead', 'x']) {
      const { status, body } = await ledgerOf(app, other, '', id);
      expect([status, body.code]).toEqual([404, 'user.not_found']);
    }
    const blind = await makeUser(app, { role: 'service', scopes: ['events:write'] });
    expect((await ledgerOf(app, blind, '', player.id)).status).toBe(403);
    expect((await ledgerOf(app, admin, '', '0199c000-0000-7000-8000-00000000dead')).status).toBe(404);
    expect((await ledgerOf(app, other)).body).toEqual({ items: [], nextCursor: null });
  });

  it.each([
    ['?currency=COIN', [6, 2, 1]],
    ['?currency=GEM', [5]],
    [`?productId=${POTION.id}`, [4, 3]],
    [`?productId=${BOOST.id}`, []],
    ['?counterAccount=sink:purchase', [2]],
    ['?counterAccount=source:earn:quest_42', [5]],
    ['?currency=COIN&counterAccount=source:top_up', [1]],
    [`?currency=COIN&productId=${POTION.id}`, []],
  ])('finds by %s the entries %j', async (query, expected) => {
    expect(seqsOf(await ledgerOf(app, player, query))).toEqual(expected);
  });

  it.each([
    'currency=coin',
    'productId=1',
    'since=2026-02-30',
    'until=soon',
    'limit=101',
    'cursor=WyJ4Il0',
    'kind=use',
  ])('refuses ?%s', async (query) => {
    expect((await ledgerOf(app, player, `?${query}`)).status).toBe(400);
  });

  it('pages without gaps or repetitions while entries are added', async () => {
    const busy = await makeUser(app, { coins: 1_000 });
    await Promise.all(times(10, () => buy(app, busy, POTION.id)));
    const seen: number[] = [];
    let cursor = '';
    do {
      const page = await ledgerOf(app, busy, `?limit=4${cursor}`);
      seen.push(...seqsOf(page));
      cursor = page.body.nextCursor === null ? '' : `&cursor=${page.body.nextCursor}`;
      await buy(app, busy, POTION.id);
    } while (cursor !== '');
    expect(seen).toEqual(times(21, (n) => 21 - n));
  });
});

describe('GET /users/:id/balance?at=', () => {
  it('agrees with what every entry said when it was made', async () => {
    const player = await withPast();
    const { items } = (await ledgerOf(app, player)).body;
    for (const at of new Set(items.map(({ createdAt }) => createdAt))) {
      const until = items.filter(({ createdAt, currency }) => createdAt <= at && currency !== null).reverse();
      const expected = Object.fromEntries(until.map(({ currency, balanceAfter }) => [currency, balanceAfter]));
      expect((await balancesOf(app, player, `?at=${at}`)).body.balances).toEqual({ COIN: 0, GEM: 0, ...expected });
    }
    expect((await balancesOf(app, player, '?at=2999-01-01')).body.balances).toEqual(
      (await balancesOf(app, player)).body.balances,
    );
    expect((await balancesOf(app, player)).body).not.toHaveProperty('at');
  });

  it('is for whoever may see the balance of now', async () => {
    const player = await makeUser(app, { coins: 5 });
    const { body } = await balancesOf(app, admin, `?at=${new Date().toISOString()}`, player.id);
    expect(body).toMatchObject({ userId: player.id, balance: 5 });
    const stranger = await balancesOf(app, await makeUser(app), '?at=2026-01-01', player.id);
    expect([stranger.status, stranger.body.code]).toEqual([404, 'user.not_found']);
    const nobody = await balancesOf(app, admin, '?at=2026-01-01', '0199c000-0000-7000-8000-00000000dead');
    expect([nobody.status, nobody.body.code]).toEqual([404, 'user.not_found']);
  });

  it.each(['yesterday', '2026-02-30', '2026-01-01T25:00:00Z', '0000-01-01', '1767225600', '', '2026-01-01T00:00:00'])(
    'refuses %j, which is no moment',
    async (at) => {
      const { status, body } = await balancesOf(app, await makeUser(app), `?at=${at}`);
      expect([status, body.code]).toEqual([400, 'request.invalid']);
    },
  );
});
