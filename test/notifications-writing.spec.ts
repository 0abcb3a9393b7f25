import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { buy, call, makeUser, openShop, POTION, type TestUser } from './support/players';

interface Row {
  id: string;
  type: string;
  at: Date;
  data: Record<string, unknown>;
}

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  await openShop(app);
});
afterAll(() => app.close());

const rowsOf = ({ id }: TestUser) =>
  app.database.query<Row>('select id, type, at, data from notifications where user_id = $1 order by id', [id]);

const waitForUs = async () =>
  (await app.database.query('select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))')).length;

async function told(player: TestUser, count: number): Promise<Row[]> {
  await eventually(async () => expect(await rowsOf(player)).toHaveLength(count));
  return rowsOf(player);
}

describe('what a player is told', () => {
  it('of a purchase has the shape of the earlier system; what is kept of it are facts', async () => {
    const player = await makeUser(app, { coins: 1_000 });
    const bought = await buy(app, player, POTION.id, { body: { quantity: 2 } });
    const [funds, purchase] = await told(player, 2);
    expect(funds).toMatchObject({ type: 'funds.added', data: { currency: 'COIN', amount: 1_000, balance: 1_000 } });
    const facts = {
      transactionId: bought.body.transaction.id,
      currency: 'COIN',
      amount: bought.body.transaction.amount,
      balance: bought.body.balance,
    };
    expect(purchase).toMatchObject({ type: 'purchase.completed' });
    expect(purchase.data).toEqual({ ...facts, items: [{ id: POTION.id, quantity: 2 }] });
    const { body } = await call<{ items: Row[] }>(app, '/notifications?limit=1', { token: player.token });
    expect(body.items[0].data).toEqual({
      type: 'purchase_success',
      user_id: player.id,
      ...facts,
      items: [{ id: POTION.id, name: POTION.name, quantity: 2 }],
    });
  });

  it('is only what was committed', async () => {
    const player = await makeUser(app, { coins: 1 });
    expect((await buy(app, player, POTION.id)).status).toBe(402);
    await call(app, `/products/${randomUUID()}/purchase`, { body: {}, token: player.token });
    const other = await makeUser(app, { coins: 1_000 });
    await buy(app, other, POTION.id);
    await told(other, 2);
    expect((await rowsOf(player)).map(({ type }) => type)).toEqual(['funds.added']);
  });

  it('is nothing once they are erased, also when it was about to be written', async () => {
    const [player, admin] = [await makeUser(app), await makeUser(app, { role: 'admin' })];
    await app.database.query('begin');
    // As the reader does.
    await app.database.query(`select from outbox_readers where name = 'WriteNotifications' for no key update`);
    await app.database.query(
      `insert into notifications (user_id, id, type, at, data)
       values ($1, nextval('notifications_id_seq'), 'item.used', now(), '{}')`,
      [player.id],
    );
    let isAnswered = false;
    const body = { reason: 'Asked for by mail' };
    const erased = call(app, `/users/${player.id}`, { method: 'DELETE', token: admin.token, body }).finally(
      () => (isAnswered = true),
    );
    await eventually(async () => expect(isAnswered || (await waitForUs()) > 0).toBe(true));
    await app.database.query('commit');
    expect((await erased).status).toBe(204);
    expect(await rowsOf(player)).toEqual([]);
  });

  it('comes in the order of what happened', async () => {
    const player = await makeUser(app, { coins: 100_000 });
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 10 }, () => buy(app, player, POTION.id)));
    }
    const rows = await told(player, 51);
    const balances = rows.map(({ data }) => data.balance as number);
    expect(balances).toEqual([...balances].sort((one, other) => other - one));
    const ids = rows.map(({ id }) => BigInt(id));
    expect(new Set(ids).size).toBe(51);
  });

  it('has ids that tell when it was told, and not of how much there was to tell to others', async () => {
    const [player, other] = [await makeUser(app, { coins: 100_000 }), await makeUser(app, { coins: 100_000 })];
    await told(player, 1);
    const began = BigInt(Date.now() - 60_000) * 1_000n;
    await buy(app, player, POTION.id);
    await told(player, 2);
    await Promise.all(Array.from({ length: 20 }, () => buy(app, other, POTION.id)));
    await told(other, 21);
    await buy(app, player, POTION.id);
    const [, first, second] = (await told(player, 3)).map(({ id }) => BigInt(id));
    expect(first).toBeGreaterThan(began);
    expect(second - first).toBeGreaterThan(1_000n);
    expect(second).toBeLessThan(BigInt(Date.now() + 60_000) * 1_000n);
  });

  it('goes on growing when the clock goes back', async () => {
    const player = await makeUser(app, { coins: 1_000 });
    const [{ id: before }] = await told(player, 1);
    const ahead = BigInt(before) + 3_600_000_000n;
    await app.database.query(`select setval('notifications_id_seq', $1)`, [ahead]);
    await buy(app, player, POTION.id);
    expect(BigInt((await told(player, 2))[1].id)).toBe(ahead + 1n);
  });
});
