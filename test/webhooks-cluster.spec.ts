import { startApp, type TestApp } from './support/app';
import { createDatabase, type TestDatabase } from './support/database';
import { eventually } from './support/eventually';
import { buy, makeUser, openShop, POTION, type TestUser, times } from './support/players';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';
import { WebhookReceiver } from './support/webhook-receiver';
import { ON_THIS_MACHINE, Webhooks } from './support/webhooks';

const PLAYERS = 6;
const PURCHASES = 10;

describeWithRedis('Several processes that send webhooks', () => {
  let redis: TestRedis;
  let database: TestDatabase;
  let apps: TestApp[];
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    redis = await startRedis();
    database = await createDatabase();
    receiver = await WebhookReceiver.start();
    const env = { ...ON_THIS_MACHINE, REDIS_URL: redis.url, WEBHOOK_KEY: 'a secret that all of them know' };
    apps = await Promise.all(times(3, () => startApp(env, database)));
    await openShop(apps[0]);
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await receiver.close();
    await database.drop();
    await redis.remove();
  });

  const quantitiesOf = ({ id }: TestUser) =>
    receiver.about(id).map(({ message }) => (message.data.items as { quantity: number }[])[0].quantity);

  it('tell everything once and in order, and no two of them of the same player at a time', async () => {
    const busy = new Set<unknown>();
    let overlaps = 0;
    receiver.answer = ({ message }, response) => {
      const { userId } = message.data;
      if (busy.has(userId)) overlaps += 1;
      busy.add(userId);
      setImmediate(() => {
        busy.delete(userId);
        response.writeHead(200).end();
      });
    };
    const webhooks = await Webhooks.of(apps[0]);
    const endpoint = await webhooks.make(receiver.url, ['purchase.completed']);
    const players = await Promise.all(times(PLAYERS, () => makeUser(apps[0], { coins: 1_000_000 })));
    const quantities = times(PURCHASES, (index) => index + 1);
    await Promise.all(
      players.map(async (player, index) => {
        for (const quantity of quantities)
          await buy(apps[(index + quantity) % apps.length], player, POTION.id, { body: { quantity } });
      }),
    );
    await eventually(async () => {
      const delivered = await webhooks.deliveries(endpoint.id, '?status=delivered&limit=100');
      expect(delivered).toHaveLength(PLAYERS * PURCHASES);
    });
    for (const player of players) expect(quantitiesOf(player)).toEqual(quantities);
    expect(overlaps).toBe(0);
  });
});
