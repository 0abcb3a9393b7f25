import { WebhookRetention } from '../src/webhooks/webhook-retention';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { buy, call, makeUser, openShop, POTION, type TestUser } from './support/players';
import { WebhookReceiver } from './support/webhook-receiver';
import { ON_THIS_MACHINE, type ShownEndpoint, Webhooks } from './support/webhooks';

let app: TestApp;
let webhooks: Webhooks;
let receiver: WebhookReceiver;
let endpoint: ShownEndpoint;
let player: TestUser;

beforeAll(async () => {
  app = await startApp(ON_THIS_MACHINE);
  await openShop(app);
  webhooks = await Webhooks.of(app);
  receiver = await WebhookReceiver.start();
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});
beforeEach(async () => {
  player = await makeUser(app, { coins: 1_000 });
  receiver.welcome();
  endpoint = await webhooks.make(receiver.url, ['purchase.completed']);
});

const rowsOf = async (table: string) =>
  (await app.database.query(`select from ${table} where endpoint_id = $1`, [endpoint.id])).length;

async function told(count: number): Promise<void> {
  await eventually(async () => {
    const deliveries = await webhooks.deliveries(endpoint.id, '?status=delivered');
    expect(deliveries).toHaveLength(count);
  });
}

describe('What is known of webhooks', () => {
  it('is forgotten when it is old, also what could not be sent', async () => {
    await buy(app, player, POTION.id);
    await told(1);
    await webhooks.send('POST', `/${endpoint.id}/disable`);
    await buy(app, player, POTION.id);
    await eventually(async () => expect(await webhooks.deliveries(endpoint.id)).toHaveLength(2));
    await app.get(WebhookRetention).run();
    expect(await webhooks.deliveries(endpoint.id)).toHaveLength(2);

    await app.database.query(`update webhook_deliveries set created_at = now() - interval '15 days'`);
    await app.get(WebhookRetention).run();
    expect(await webhooks.deliveries(endpoint.id)).toEqual([]);
    // Whoever sends has no empty lanes to go through first.
    expect(await rowsOf('webhook_lanes')).toBe(0);
    await webhooks.send('POST', `/${endpoint.id}/enable`);
    await buy(app, player, POTION.id);
    await told(1);
  });

  it('is forgotten with its endpoint', async () => {
    await buy(app, player, POTION.id);
    await told(1);
    await webhooks.send('DELETE', `/${endpoint.id}`);
    await app.get(WebhookRetention).run();
    expect(await rowsOf('webhook_deliveries')).toBe(0);
    const known = () => app.database.query('select from webhook_endpoints where id = $1', [endpoint.id]);
    expect(await known()).toHaveLength(1);
    await app.database.query(`update webhook_endpoints set deleted_at = now() - interval '1 hour' where id = $1`, [
      endpoint.id,
    ]);
    await app.get(WebhookRetention).run();
    expect(await known()).toEqual([]);
  });

  it('is forgotten of whoever is erased, and nothing more is sent of them', async () => {
    receiver.always(500, 'not now');
    await buy(app, player, POTION.id);
    await eventually(async () => expect((await webhooks.deliveries(endpoint.id))[0]?.attemptCount).toBe(1));
    const body = { reason: 'Asked for by mail' };
    const { status } = await call(app, `/users/${player.id}`, { method: 'DELETE', token: webhooks.admin.token, body });
    expect(status).toBe(204);
    expect(await rowsOf('webhook_deliveries')).toBe(0);
    expect(await rowsOf('webhook_lanes')).toBe(0);
    const before = receiver.about(player.id).length;
    receiver.welcome();
    await webhooks.passTime();
    await webhooks.send('POST', `/${endpoint.id}/test`);
    await eventually(() => expect(receiver.received.at(-1)?.message.type).toBe('webhook.test'));
    expect(receiver.about(player.id)).toHaveLength(before);
  });
});
