import { DataSource } from 'typeorm';
import { InventoryCacheCron } from '../src/inventory/inventory-cache.cron';
import { InventoryCache } from '../src/inventory/inventory.cache';
import { startApp, type TestApp } from './support/app';
import { createDatabase } from './support/database';
import { eventually } from './support/eventually';
import { BOOST, buy, call, makeUser, openShop, POTION, PREMIUM, type TestUser, times } from './support/players';

interface Inventory {
  consumables: { product: Record<string, unknown>; quantity: number }[];
  permanents: { product: Record<string, unknown>; purchasedAt: string }[];
}

function inventoryOf(app: TestApp, user: TestUser, path = '/users/me/inventory') {
  return call<Inventory>(app, path, { token: user.token });
}

const statusOf = async (answer: ReturnType<typeof inventoryOf>) => (await answer).headers.get('cache-status');

describe('GET /users/:id/inventory', () => {
  let app: TestApp;
  /** No readers of the outbox: nothing is forgotten a second time, at a moment of its own. */
  beforeAll(async () => {
    app = await startApp({ ROLE: 'api' });
    await openShop(app);
  });
  afterAll(() => app.close());

  it('groups consumables with their quantity and tells when permanents were bought', async () => {
    const player = await makeUser(app, { coins: 2_000 });
    const { body: receipt } = await buy(app, player, PREMIUM.id);
    await buy(app, player, BOOST.id, { body: { quantity: 2 } });
    await buy(app, player, BOOST.id);
    const { status, headers, body } = await inventoryOf(app, player);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(body).toEqual({
      consumables: [
        { product: { id: BOOST.id, sku: 'day-boost', name: 'Буст на день', type: 'consumable' }, quantity: 3 },
      ],
      permanents: [
        {
          product: expect.objectContaining({ id: PREMIUM.id, type: 'permanent' }),
          purchasedAt: receipt.item.purchasedAt,
        },
      ],
    });
  });

  it('does not show what is used up', async () => {
    const player = await makeUser(app, { coins: 100 });
    await buy(app, player, BOOST.id);
    expect((await inventoryOf(app, player)).body.consumables).toHaveLength(1);
    await call(app, `/products/${BOOST.id}/use`, { token: player.token, body: {} });
    expect((await inventoryOf(app, player)).body).toEqual({ consumables: [], permanents: [] });
  });

  it('says where the answer came from, and gives the same bytes', async () => {
    const player = await makeUser(app, { coins: 100 });
    const [miss, hit] = [await inventoryOf(app, player), await inventoryOf(app, player, '/users/inventory')];
    expect(miss.headers.get('cache-status')).toBe('florin; fwd=miss');
    expect(hit.headers.get('cache-status')).toMatch(/^florin; hit; ttl=(300|29\d)$/);
    expect(hit.text).toBe(miss.text);
  });

  it('shows a purchase to whoever reads after its answer, however many read meanwhile', async () => {
    const player = await makeUser(app, { coins: 2_000 });
    const readers = times(4, async () => {
      let last = 0;
      while (last < 20) {
        const { body } = await inventoryOf(app, player);
        last = Math.max(last, body.consumables[0]?.quantity ?? 0);
      }
    });
    for (let quantity = 1; quantity <= 20; quantity++) {
      await buy(app, player, BOOST.id);
      expect((await inventoryOf(app, player)).body.consumables[0].quantity).toBe(quantity);
    }
    await Promise.all(readers);
  });

  it('is for oneself and for staff', async () => {
    const [player, other] = [await makeUser(app), await makeUser(app)];
    const staff = await makeUser(app, { role: 'support' });
    expect((await inventoryOf(app, player, `/users/${player.id}/inventory`)).status).toBe(200);
    expect((await inventoryOf(app, staff, `/users/${player.id}/inventory`)).status).toBe(200);
    const stranger = await inventoryOf(app, other, `/users/${player.id}/inventory`);
    const missing = await inventoryOf(app, staff, '/users/019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a10/inventory');
    for (const answer of [stranger, missing]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'user.not_found' } });
    }
    expect((await call(app, '/users/me/inventory')).status).toBe(401);
  });

  it('reads everything in one statement', async () => {
    const player = await makeUser(app, { coins: 2_000 });
    for (const { id } of [BOOST, PREMIUM, POTION]) await buy(app, player, id);
    const queries = jest.spyOn(app.get(DataSource).logger, 'logQuery');
    expect((await inventoryOf(app, player)).body.consumables).toHaveLength(2);
    expect(queries.mock.calls.map(([sql]) => sql)).toEqual([expect.stringContaining('from inventory')]);
    expect(await statusOf(inventoryOf(app, player))).toMatch(/hit/);
    expect(queries).toHaveBeenCalledTimes(1);
  });

  it('loads once for those who ask at the same time', async () => {
    const player = await makeUser(app, { coins: 100 });
    await buy(app, player, BOOST.id);
    const queries = jest.spyOn(app.get(DataSource).logger, 'logQuery').mockClear();
    await Promise.all(times(50, () => inventoryOf(app, player)));
    expect(queries).toHaveBeenCalledTimes(1);
  });
});

describe('forgetting inventories', () => {
  it('is done again by the outbox, should the process have died after its commit', async () => {
    const app = await startApp();
    await openShop(app);
    const player = await makeUser(app, { coins: 100 });
    await inventoryOf(app, player);
    const forget = jest.spyOn(app.get(InventoryCache), 'forget').mockResolvedValue();
    await buy(app, player, BOOST.id);
    expect(forget).toHaveBeenCalledWith([player.id]);
    await eventually(async () => expect((await inventoryOf(app, player)).body.consumables).toHaveLength(1));
    await app.close();
  });

  it('happens to all of them once a day, in one of the workers', async () => {
    const database = await createDatabase();
    const app = await startApp({ ROLE: 'worker' }, database);
    const cron = app.get(InventoryCacheCron);
    const forget = jest.spyOn(app.get(InventoryCache), 'forgetEverybody');
    await Promise.all(times(5, () => cron.run()));
    expect(forget).toHaveBeenCalledTimes(1);

    await database.query(`update cron_runs set tick = tick - 1`);
    await cron.run();
    expect(forget).toHaveBeenCalledTimes(2);
    await app.close();

    await database.query(`update cron_runs set tick = tick - 1`);
    const api = await startApp({ ROLE: 'api' }, database);
    await api.get(InventoryCacheCron).run();
    expect(await database.query('select 1 from cron_runs where tick = current_date')).toEqual([]);
    await api.close();
    await database.drop();
  });

  it('makes every next read a miss', async () => {
    const app = await startApp({ ROLE: 'api' });
    const players = await Promise.all(times(3, () => makeUser(app)));
    for (const player of players) await inventoryOf(app, player);
    await app.get(InventoryCache).forgetEverybody();
    for (const player of players) expect(await statusOf(inventoryOf(app, player))).toBe('florin; fwd=miss');
    await app.close();
  });
});
