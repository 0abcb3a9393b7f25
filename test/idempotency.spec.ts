import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { balanceOf, BOOST, buy, call, makeUser, openShop, POTION, times } from './support/players';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
});
afterAll(async () => {
  expect(await brokenLaws(app.database)).toEqual({});
  await app.close();
});

const topUp = (user: { token: string }, amount: number, key?: string, token = user.token) =>
  call<{ balance: number; code: string }>(app, '/users/me/add-funds', { token, key, body: { amount } });

describe('Idempotency-Key', () => {
  it('charges once for fifty copies at the same time, and gives all the same answer to the byte', async () => {
    const player = await makeUser(app, { coins: 1_000 });
    const answers = await Promise.all(times(50, () => buy(app, player, BOOST.id, { key: 'k1' })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(49);
    expect(await balanceOf(app, player)).toBe(900);
  });

  it('gives the stored answer even when it would be another one now', async () => {
    const player = await makeUser(app, { coins: 1_000 });
    const first = await buy(app, player, BOOST.id, { key: '"quoted"' });
    await buy(app, player, BOOST.id);
    const again = await buy(app, player, BOOST.id, { key: 'quoted' });
    expect(again.text).toBe(first.text);
    expect(again.body.balance).toBe(900);
  });

  it('refuses the key for another body, product or route, and changes nothing', async () => {
    const player = await makeUser(app, { coins: 1_000 });
    await buy(app, player, BOOST.id, { key: 'k2' });
    const others = await Promise.all([
      buy(app, player, BOOST.id, { key: 'k2', body: { quantity: 2 } }),
      buy(app, player, POTION.id, { key: 'k2' }),
      call(app, `/products/${BOOST.id}/use`, { token: player.token, key: 'k2', body: {} }),
      topUp(player, 5, 'k2'),
    ]);
    expect(others.map(({ status, body }) => [status, body.code])).toEqual(
      times(4, () => [422, 'idempotency.key_reused']),
    );
    expect(await balanceOf(app, player)).toBe(900);
  });

  it('knows the same request with its members in another order', async () => {
    const player = await makeUser(app, { coins: 1_000 });
    const first = await buy(app, player, BOOST.id, { key: 'k3', body: { quantity: 2, currency: 'COIN' } });
    const again = await buy(app, player, BOOST.id, { key: 'k3', body: { currency: 'COIN', quantity: 2 } });
    expect(again.text).toBe(first.text);
  });

  it('gives a key back that was refused for lack of funds', async () => {
    const player = await makeUser(app, { coins: 10 });
    expect((await buy(app, player, BOOST.id, { key: 'k4' })).status).toBe(402);
    expect((await topUp(player, 90, 'top-up')).body.balance).toBe(100);
    expect((await buy(app, player, BOOST.id, { key: 'k4' })).status).toBe(201);
    expect((await buy(app, player, BOOST.id, { key: 'k4' })).headers.get('idempotent-replayed')).toBe('true');
  });

  it('is the acting principal’s own: a player cannot burn a service’s key', async () => {
    const player = await makeUser(app, { coins: 1_000 });
    const service = await makeUser(app, { role: 'service' });
    await buy(app, player, BOOST.id, { key: 'shared' });
    const served = await buy(app, service, BOOST.id, { key: 'shared', body: { userId: player.id, quantity: 2 } });
    expect([served.status, served.headers.get('idempotent-replayed')]).toEqual([201, null]);
    expect(await balanceOf(app, player)).toBe(700);
  });

  it.each(['', 'a b', 'x'.repeat(256)])('refuses the key %j', async (key) => {
    const player = await makeUser(app, { coins: 100 });
    const refused = await buy(app, player, BOOST.id, { key });
    expect([refused.status, refused.body.code]).toEqual([400, 'idempotency.key_invalid']);
    expect(await balanceOf(app, player)).toBe(100);
  });
});

describe('POST /users/:id/add-funds', () => {
  it('needs a key', async () => {
    const player = await makeUser(app);
    const { status, body } = await topUp(player, 100);
    expect([status, body.code]).toEqual([400, 'idempotency.key_missing']);
  });

  it('credits once, whatever the number of copies', async () => {
    const player = await makeUser(app);
    const answers = await Promise.all(times(20, () => topUp(player, 100, 'once')));
    expect(answers.map(({ status, body }) => [status, body.balance])).toEqual(times(20, () => [201, 100]));
    expect(await balanceOf(app, player)).toBe(100);
  });

  it.each([0, -1, 1.5, '100', 2 ** 53, null, 1_000_001, true])('refuses the amount %p', async (amount) => {
    const player = await makeUser(app);
    const { status } = await topUp(player, amount as number, 'bad');
    expect(status).toBe(400);
    expect(await balanceOf(app, player)).toBe(0);
  });

  it('refuses to fill a wallet beyond the limit of its currency', async () => {
    const player = await makeUser(app);
    await app.database.query(`insert into currencies (code, kind, max_balance) values ('GEM', 'virtual', 150)`);
    const gems = (key: string) =>
      call<{ code: string; balance: number }>(app, '/users/me/add-funds', {
        token: player.token,
        key,
        body: { amount: 100, currency: 'GEM' },
      });
    expect((await gems('g1')).status).toBe(201);
    const refused = await gems('g2');
    expect([refused.status, refused.body.code]).toEqual([422, 'wallet.limit_exceeded']);
  });

  it('is for admins and services, and outside a demonstration not even for oneself', async () => {
    const player = await makeUser(app);
    for (const role of ['admin', 'service'] as const) {
      const { token } = await makeUser(app, { role });
      const { status } = await call(app, `/users/${player.id}/add-funds`, { token, key: role, body: { amount: 5 } });
      expect(status).toBe(201);
    }
    for (const role of ['player', 'support', 'finance'] as const) {
      const { token } = await makeUser(app, { role });
      const { status, body } = await call(app, `/users/${player.id}/add-funds`, {
        token,
        key: role,
        body: { amount: 5 },
      });
      expect([status, body.code]).toEqual([404, 'user.not_found']);
    }
    const strict = await startApp({ DEMO: 'false' });
    for (const role of ['player', 'admin'] as const) {
      const { token } = await makeUser(strict, { role });
      const refused = await call(strict, '/users/me/add-funds', { token, key: 'own', body: { amount: 5 } });
      expect([refused.status, refused.body.code]).toEqual([403, 'auth.forbidden']);
    }
    await strict.close();
  });
});
