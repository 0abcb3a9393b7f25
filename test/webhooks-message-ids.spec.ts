import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { buy, makeUser, openShop, POTION } from './support/players';
import { WebhookReceiver } from './support/webhook-receiver';
import { ON_THIS_MACHINE, Webhooks } from './support/webhooks';

let app: TestApp;
let webhooks: Webhooks;
let receivers: WebhookReceiver[];

beforeAll(async () => {
  app = await startApp(ON_THIS_MACHINE);
  await openShop(app);
  webhooks = await Webhooks.of(app);
  receivers = await Promise.all([WebhookReceiver.start(), WebhookReceiver.start()]);
});
afterAll(async () => {
  await app.close();
  await Promise.all(receivers.map((receiver) => receiver.close()));
});

const idsAt = (receiver: WebhookReceiver, userId: string) =>
  receiver.about(userId).map(({ headers }) => headers['webhook-id']);

describe('A message', () => {
  it('is known by one id at all endpoints, and is written once though its event is read again', async () => {
    const endpoints = await Promise.all(receivers.map(({ url }) => webhooks.make(url, ['purchase.completed'])));
    const player = await makeUser(app, { coins: 1_000 });
    await buy(app, player, POTION.id);
    await eventually(() => expect(receivers.map((each) => idsAt(each, player.id).length)).toEqual([1, 1]));
    const [[id]] = receivers.map((each) => idsAt(each, player.id));
    expect(idsAt(receivers[1], player.id)).toEqual([id]);

    // As after a restoration of the reader's position.
    await app.database.query(`update outbox_readers set position = 0 where name = 'QueueWebhooks'`);
    await buy(app, player, POTION.id);
    await eventually(() => expect(receivers.map((each) => idsAt(each, player.id).length)).toEqual([2, 2]));
    for (const endpoint of endpoints) expect(await webhooks.deliveries(endpoint.id)).toHaveLength(2);
    expect(idsAt(receivers[0], player.id)).toEqual(idsAt(receivers[1], player.id));
    expect(new Set(idsAt(receivers[0], player.id)).size).toBe(2);

    // Each endpoint has a log of its own of the same message.
    receivers[0].always(500, 'no');
    const [{ id: shared }] = await webhooks.deliveries(endpoints[0].id);
    await webhooks.send('POST', `/${endpoints[0].id}/deliveries/${shared}/replay`);
    await eventually(async () => {
      expect((await webhooks.deliveries(endpoints[0].id))[0]).toMatchObject({ status: 'pending', attemptCount: 2 });
    });
    expect((await webhooks.deliveries(endpoints[1].id))[0]).toMatchObject({ id: shared, attempts: [{ number: 1 }] });
  });
});
