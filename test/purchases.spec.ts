import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import {
  balanceOf,
  BOOST,
  buy,
  call,
  makeUser,
  openShop,
  PREMIUM,
  type Receipt,
  type TestUser,
} from './support/players';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
});
afterAll(async () => {
  expect(await brokenLaws(app.database)).toEqual({});
  await app.close();
});

function historyOf(user: TestUser, query = '') {
  return call<{
    items: { id: string; kind: string; status: string; failureCode: string | null }[];
    nextCursor: string;
  }>(app, `/users/me/transactions${query}`, { token: user.token });
}

describe('POST /products/:id/purchase', () => {
  it('takes the coins, gives the item and answers with all three', async () => {
    const player = await makeUser(app, { coins: 1_000 });
    const { status, body } = await buy(app, player, BOOST.id, { body: { quantity: 3 } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      transaction: {
        kind: 'purchase',
        status: 'completed',
        amount: 300,
        quantity: 3,
        currency: 'COIN',
        productId: BOOST.id,
      },
      balance: 700,
      item: { product: { id: BOOST.id, sku: 'day-boost' }, quantity: 3 },
    });
    expect((await buy(app, player, BOOST.id)).body.item.quantity).toBe(4);
    expect(await balanceOf(app, player)).toBe(600);
  });

  it('sells a permanent product once, and one at a time', async () => {
    const player = await makeUser(app, { coins: 2_000 });
    expect((await buy(app, player, PREMIUM.id, { body: { quantity: 2 } })).body.code).toBe('product.single_only');
    expect((await buy(app, player, PREMIUM.id)).status).toBe(201);
    const second = await buy(app, player, PREMIUM.id);
    expect([second.status, second.body.code]).toEqual([409, 'inventory.already_owned']);
    expect(await balanceOf(app, player)).toBe(1_500);
  });

  it('refuses what the player cannot pay, with 402, and keeps the failed transaction', async () => {
    const player = await makeUser(app, { coins: 99 });
    const { status, body, headers } = await buy(app, player, BOOST.id);
    expect(status).toBe(402);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ code: 'wallet.insufficient_funds', required: 100, balance: 99, currency: 'COIN' });
    const { body: history } = await historyOf(player, '?kind=purchase');
    expect(history.items).toMatchObject([{ status: 'failed', failureCode: 'wallet.insufficient_funds' }]);
  });

  it.each([
    ['0199c000-0000-7000-8000-00000000dead', 404, 'product.not_found'],
    ['no-such-thing', 404, 'product.not_found'],
  ])('answers an unknown product (%s) with %i and leaves no transaction', async (id, expected, code) => {
    const player = await makeUser(app, { coins: 100 });
    const { status, body } = await buy(app, player, id);
    expect([status, body.code]).toEqual([expected, code]);
    expect((await historyOf(player, '?kind=purchase')).body.items).toEqual([]);
  });

  it('refuses when the price is not the one that was shown', async () => {
    const player = await makeUser(app, { coins: 1_000 });
    const drifted = await buy(app, player, BOOST.id, { body: { quantity: 2, expectedAmount: 100 } });
    expect([drifted.status, drifted.body]).toMatchObject([409, { code: 'product.price_changed', amount: 200 }]);
    expect((await buy(app, player, BOOST.id, { body: { quantity: 2, expectedAmount: 200 } })).status).toBe(201);
  });

  it('refuses what is not on sale, at all or for that currency', async () => {
    const admin = await makeUser(app, { role: 'admin' });
    const player = await makeUser(app, { coins: 1_000 });
    const made = await call<{ id: string }>(app, '/products', {
      token: admin.token,
      body: { sku: 'retired', name: 'Retired', type: 'consumable', prices: { COIN: 1 }, isActive: false },
    });
    const retired = await buy(app, player, made.body.id);
    expect([retired.status, retired.body.code]).toEqual([422, 'product.not_on_sale']);
    const foreign = await buy(app, player, BOOST.id, { body: { currency: 'GEM' } });
    expect([foreign.status, foreign.body.code]).toEqual([422, 'product.not_on_sale']);
  });

  it('lets a service or an admin buy for a player, and nobody else', async () => {
    const player = await makeUser(app, { coins: 200 });
    const body = { userId: player.id };
    for (const role of ['service', 'admin'] as const) {
      expect((await buy(app, await makeUser(app, { role }), BOOST.id, { body })).status).toBe(201);
    }
    for (const role of ['player', 'support', 'finance'] as const) {
      const refused = await buy(app, await makeUser(app, { role }), BOOST.id, { body });
      expect([refused.status, refused.body.code]).toEqual([404, 'user.not_found']);
    }
    expect(await balanceOf(app, player)).toBe(0);
  });

  it('refuses the commands of a blocked account', async () => {
    const player = await makeUser(app, { coins: 200 });
    await app.database.query(`update accounts set status = 'blocked' where user_id = $1`, [player.id]);
    const refused = await buy(app, player, BOOST.id);
    expect([refused.status, refused.body.code]).toEqual([403, 'account.blocked']);
  });

  it('answers the earlier system’s form with the product in the body', async () => {
    const player = await makeUser(app, { coins: 100 });
    const bought = await call<Receipt>(app, '/products/purchase', {
      token: player.token,
      body: { productId: BOOST.id },
    });
    expect([bought.status, bought.body.balance]).toEqual([201, 0]);
    const used = await call<Receipt>(app, '/products/use', { token: player.token, body: { productId: BOOST.id } });
    expect([used.status, used.body.item.quantity]).toEqual([201, 0]);
  });
});

describe('POST /products/:id/use', () => {
  const use = (player: TestUser, productId: string, quantity = 1) =>
    call<Receipt>(app, `/products/${productId}/use`, { token: player.token, body: { quantity } });

  it('uses up what is held and no more', async () => {
    const player = await makeUser(app, { coins: 300 });
    await buy(app, player, BOOST.id, { body: { quantity: 3 } });
    expect((await use(player, BOOST.id, 2)).body.item.quantity).toBe(1);
    const refused = await use(player, BOOST.id, 2);
    expect([refused.status, refused.body]).toMatchObject([422, { code: 'inventory.not_enough', held: 1, required: 2 }]);
    expect((await use(player, BOOST.id)).body.item.quantity).toBe(0);
    const { body } = await historyOf(player, '?kind=use');
    expect(body.items.map((t) => t.status)).toEqual(['completed', 'failed', 'completed']);
  });

  it('cannot use up a permanent product', async () => {
    const player = await makeUser(app, { coins: 500 });
    await buy(app, player, PREMIUM.id);
    const refused = await use(player, PREMIUM.id);
    expect([refused.status, refused.body.code]).toEqual([422, 'product.not_consumable']);
  });
});

describe('GET /users/:id/transactions', () => {
  it('pages newest first without gaps or repetitions, and filters', async () => {
    const player = await makeUser(app, { coins: 1_000 });
    for (let n = 0; n < 7; n++) await buy(app, player, BOOST.id);
    const pages: string[] = [];
    let cursor = '';
    do {
      const { body } = await historyOf(player, `?limit=3${cursor}`);
      pages.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(pages).toHaveLength(8);
    expect(pages).toEqual([...new Set(pages)].toSorted().toReversed());
    expect((await historyOf(player, '?kind=add_funds')).body.items).toHaveLength(1);
    expect((await historyOf(player, '?status=failed')).body.items).toHaveLength(0);
    expect((await historyOf(player, `?since=${new Date(Date.now() + 60_000).toISOString()}`)).body.items).toEqual([]);
    expect((await historyOf(player, `?until=2020-01-01T00:00:00Z`)).body.items).toEqual([]);
    for (const fault of [
      'cursor=forged',
      'since=2026',
      'since=2026-W01',
      'until=2026-02-30',
      'until=9999-12-31T23:59:59-14:00',
    ]) {
      expect((await historyOf(player, `?${fault}`)).status).toBe(400);
    }
  });

  it('is shown to the player and to staff only', async () => {
    const player = await makeUser(app);
    const stranger = await makeUser(app);
    const support = await makeUser(app, { role: 'support' });
    const path = `/users/${player.id}/transactions`;
    expect((await call(app, path, { token: support.token })).status).toBe(200);
    expect((await call(app, path, { token: stranger.token })).body.code).toBe('user.not_found');
    expect((await call(app, path)).status).toBe(401);
    const nobody = '/users/0199c000-0000-7000-8000-00000000dead/transactions';
    expect((await call(app, nobody, { token: support.token })).status).toBe(404);
  });
});
