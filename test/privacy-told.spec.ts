import { ToldData } from '../src/privacy/told-data.service';
import { OutboxService } from '../src/platform/outbox/outbox.service';
import type { Tx } from '../src/platform/database/unit-of-work';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { buy, call, makeUser, openShop, POTION, type TestUser } from './support/players';
import { NOBODY_THERE, ON_THIS_MACHINE, type ShownEndpoint, Webhooks } from './support/webhooks';

/** Several times what one transaction deletes. */
const MANY_NOTIFICATIONS = 12_000;
const MANY_DELIVERIES = 3_000;

let app: TestApp;
let webhooks: Webhooks;
/** Each knows a message by the same id. */
let endpoints: ShownEndpoint[];
let player: TestUser;

beforeAll(async () => {
  app = await startApp(ON_THIS_MACHINE);
  await openShop(app);
  webhooks = await Webhooks.of(app);
  const make = () => webhooks.make(NOBODY_THERE, ['purchase.completed']);
  endpoints = [await make(), await make(), await make()];
});
afterAll(() => app.close());
beforeEach(async () => {
  player = await makeUser(app, { coins: 1_000 });
});

const rowsOf = async (table: string, { id } = player) =>
  (await app.database.query(`select from ${table} where ${table === 'webhook_lanes' ? 'lane' : 'user_id'} = $1`, [id]))
    .length;

const erase = ({ id }: TestUser) =>
  call(app, `/users/${id}`, { method: 'DELETE', token: webhooks.admin.token, body: { reason: 'Asked for by mail' } });

async function tellMuch(status: 'delivered' | 'pending'): Promise<void> {
  await app.database.query(
    `insert into notifications (user_id, id, type, at, data)
     select $1, nextval('notifications_id_seq'), 'item.used', now(), '{}' from generate_series(1, $2)`,
    [player.id, MANY_NOTIFICATIONS],
  );
  await app.database.query(
    `insert into webhook_deliveries (id, endpoint_id, lane, user_id, type, body, status, attempts, tries, created_at, ended_at)
     select message, endpoint, $2, $2, 'item.used', '{}', $3, 1, 1, now(), case when $3 = 'pending' then null else now() end
     from (select gen_random_uuid() as message from generate_series(1, $4)) told cross join unnest($1::uuid[]) endpoint`,
    [endpoints.map(({ id }) => id), player.id, status, MANY_DELIVERIES / endpoints.length],
  );
  await app.database.query(
    `insert into webhook_lanes (endpoint_id, lane, next_at)
     select endpoint, $2, now() + interval '1 day' from unnest($1::uuid[]) endpoint on conflict do nothing`,
    [endpoints.map(({ id }) => id), player.id],
  );
}

describe('What was told of somebody who is erased', () => {
  it('goes in slices where it is much, and is told to nobody from the first one on', async () => {
    await tellMuch('pending');
    expect((await erase(player)).status).toBe(204);
    const [notifications, deliveries] = [await rowsOf('notifications'), await rowsOf('webhook_deliveries')];
    for (const left of [notifications, deliveries]) expect(left).toBeGreaterThan(0);
    expect(notifications).toBeLessThan(MANY_NOTIFICATIONS);
    expect(deliveries).toBeLessThan(MANY_DELIVERIES);
    expect(await rowsOf('webhook_lanes')).toBe(0);

    await app.get(ToldData).finish();
    for (const table of ['notifications', 'webhook_deliveries', 'webhook_lanes', 'told_erasures']) {
      expect([table, await rowsOf(table)]).toEqual([table, 0]);
    }
  });

  it('is not sent again while the rest of it waits to go', async () => {
    await tellMuch('delivered');
    expect((await erase(player)).status).toBe(204);
    const range = {
      since: new Date(Date.now() - 86_400_000).toISOString(),
      until: new Date(Date.now() + 60_000).toISOString(),
    };
    const replayed = await webhooks.send('POST', `/${endpoints[0].id}/replay`, range);
    expect([replayed.status, replayed.body]).toEqual([202, { replayed: 0 }]);
    expect(await rowsOf('webhook_lanes')).toBe(0);
    await app.get(ToldData).finish();
  });

  it('is all gone at once where it is little, and nothing is noted', async () => {
    await buy(app, player, POTION.id);
    await eventually(async () => expect(await rowsOf('webhook_deliveries')).toBe(endpoints.length));
    await eventually(async () => expect(await rowsOf('notifications')).toBe(2));
    expect((await erase(player)).status).toBe(204);
    for (const table of ['notifications', 'webhook_deliveries', 'webhook_lanes', 'told_erasures']) {
      expect([table, await rowsOf(table)]).toEqual([table, 0]);
    }
  });

  it('keeps nobody else waiting before the person themselves is erased', async () => {
    const outbox = app.get(OutboxService);
    const seen: string[] = [];
    const hold = outbox.holdReader.bind(outbox);
    const spy = jest.spyOn(outbox, 'holdReader').mockImplementation(async (tx: Tx, handler: object) => {
      const [{ status }] = await tx.query<{ status: string }[]>('select status from accounts where user_id = $1', [
        player.id,
      ]);
      seen.push(status);
      await hold(tx, handler);
    });
    expect((await erase(player)).status).toBe(204);
    spy.mockRestore();
    expect(seen).toEqual(['erased', 'erased']);
  });
});

describe('Whoever holds a reader of the outbox', () => {
  it('is told when it is none, and holds one that no worker has opened yet', async () => {
    const person = await makeUser(app);
    await app.database.query(`delete from outbox_readers where name = 'QueueWebhooks'`);
    expect((await erase(person)).status).toBe(204);
    expect(await app.database.query(`select from outbox_readers where name = 'QueueWebhooks'`)).toHaveLength(1);
    const outbox = app.get(OutboxService);
    await expect(outbox.holdReader({} as Tx, class NoReader {})).rejects.toThrow('@Handles');
  });
});
