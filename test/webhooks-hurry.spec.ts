import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { buy, call, makeUser, openShop, POTION, type TestUser } from './support/players';
import { WebhookReceiver } from './support/webhook-receiver';
import { ON_THIS_MACHINE, type ShownDelivery, type ShownEndpoint, Webhooks } from './support/webhooks';

let app: TestApp;
let webhooks: Webhooks;
let receiver: WebhookReceiver;
let endpoint: ShownEndpoint;
let player: TestUser;

beforeAll(async () => {
  app = await startApp(ON_THIS_MACHINE);
  await openShop(app);
  webhooks = await Webhooks.of(app);
});
afterAll(() => app.close());
beforeEach(async () => {
  receiver = await WebhookReceiver.start();
  player = await makeUser(app, { coins: 1_000_000 });
  endpoint = await webhooks.make(receiver.url, ['purchase.completed', 'item.used']);
});
afterEach(async () => {
  await webhooks.send('DELETE', `/${endpoint.id}`);
  await receiver.close();
});

const told = () => receiver.about(player.id).map(({ message }) => message.type);
const oldest = async () => (await webhooks.deliveries(endpoint.id)).at(-1)!;

/** A purchase that was refused, and is tried again in a day; what the player did after it waits as well. */
async function putOff(): Promise<ShownDelivery> {
  receiver.always(500);
  await buy(app, player, POTION.id);
  await eventually(async () => expect((await oldest()).attemptCount).toBe(1));
  await app.database.query(
    `update webhook_lanes set next_at = now() + interval '1 day' where endpoint_id = $1 and lease is null`,
    [endpoint.id],
  );
  await app.database.query('update webhook_endpoints set paused_until = null where id = $1', [endpoint.id]);
  await call(app, `/products/${POTION.id}/use`, { token: player.token, body: {} });
  await eventually(async () => expect(await webhooks.deliveries(endpoint.id)).toHaveLength(2));
  return oldest();
}

/** All of it, since the first that was refused. */
const arrives = () => eventually(() => expect(told().slice(1)).toEqual(['purchase.completed', 'item.used']));

describe('What waits for an endpoint is sent at once', () => {
  it('when it is enabled again', async () => {
    await putOff();
    await webhooks.send('POST', `/${endpoint.id}/disable`);
    receiver.welcome();
    await webhooks.send('POST', `/${endpoint.id}/enable`);
    await arrives();
  });

  it('when it has another address', async () => {
    await putOff();
    receiver.welcome();
    await webhooks.send('PATCH', `/${endpoint.id}`, { url: `${receiver.url}?new` });
    await arrives();
  });

  it('when somebody asks for the first of it', async () => {
    const { id } = await putOff();
    receiver.welcome();
    const { status, body } = await webhooks.send('POST', `/${endpoint.id}/deliveries/${id}/replay`);
    expect([status, body.status]).toEqual([202, 'pending']);
    await arrives();
  });

  it('when the first of it is given up while it is being sent', async () => {
    const { id } = await putOff();
    // The next attempt is the last but one: another would come in ten hours.
    await app.database.query('update webhook_deliveries set tries = 8 where id = $1', [id]);
    const inFlight = new Promise<() => void>((resolve) => {
      receiver.answer = (_, response) => resolve(() => void response.writeHead(500).end());
    });
    await webhooks.send('POST', `/${endpoint.id}/deliveries/${id}/replay`);
    const refuse = await inFlight;
    expect((await webhooks.send('POST', `/${endpoint.id}/deliveries/${id}/give-up`)).status).toBe(200);
    receiver.welcome();
    refuse();
    await arrives();
  });

  it('when it has another address, whatever the one before says at last', async () => {
    const inFlight = new Promise<() => void>((resolve) => {
      receiver.answer = (_, response) => resolve(() => void response.writeHead(410).end());
    });
    await buy(app, player, POTION.id);
    const refuse = await inFlight;
    await webhooks.send('PATCH', `/${endpoint.id}`, { url: `${receiver.url}?new` });
    receiver.welcome();
    refuse();
    await eventually(() => expect(told()).toEqual(['purchase.completed', 'purchase.completed']));
    expect(await webhooks.get(endpoint.id)).toMatchObject({ disabledAt: null, failingSince: null });
  });

  it('when the first of it is given up, which may be repeated', async () => {
    const { id } = await putOff();
    receiver.welcome();
    for (const time of [1, 2]) {
      const { status, body } = await webhooks.send('POST', `/${endpoint.id}/deliveries/${id}/give-up`);
      expect([time, status, body.status, body.nextAttemptAt]).toEqual([time, 200, 'failed', null]);
    }
    await eventually(() => expect(told()).toEqual(['purchase.completed', 'item.used']));
    const { body } = await webhooks.send('POST', `/${endpoint.id}/deliveries/${id}/replay`);
    expect(body.status).toBe('pending');
    await eventually(() => expect(told()).toEqual(['purchase.completed', 'item.used', 'purchase.completed']));
  });
});
