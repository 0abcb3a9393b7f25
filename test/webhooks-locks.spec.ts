import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { buy, makeUser, openShop, POTION, type TestUser } from './support/players';
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
  receiver.welcome();
  player = await makeUser(app, { coins: 1_000 });
  endpoint = await webhooks.make(receiver.url, ['purchase.completed']);
});

const pausedForMs = async () => {
  const [{ ms }] = await app.database.query<{ ms: number | null }>(
    `select (extract(epoch from paused_until - now()) * 1000)::int as ms from webhook_endpoints where id = $1`,
    [endpoint.id],
  );
  return ms ?? 0;
};
const waitsForUs = async () => {
  const waiting = await app.database.query(
    'select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))',
  );
  return waiting.length;
};

describe('What happens to an endpoint at the same time', () => {
  it('leaves it the pause that it asked for: one answer is 429, and another one 204 after it', async () => {
    const other = await makeUser(app, { coins: 1_000 });
    let accept: () => void = () => undefined;
    receiver.answer = ({ message }, response) => {
      if (message.data.userId === other.id) accept = () => void response.writeHead(204).end();
      else response.writeHead(429, { 'retry-after': '600' }).end();
    };
    await buy(app, other, POTION.id);
    await eventually(() => expect(receiver.about(other.id)).toHaveLength(1));
    await buy(app, player, POTION.id);
    await eventually(async () => expect(await pausedForMs()).toBeGreaterThan(500_000));
    accept();
    await eventually(async () => expect(await webhooks.deliveries(endpoint.id, '?status=delivered')).toHaveLength(1));
    expect((await webhooks.get(endpoint.id)).failingSince).toBeNull();
    expect(await pausedForMs()).toBeGreaterThan(500_000);
  });

  it('does not wait in a circle: a replay, and somebody who settles that it failed', async () => {
    await buy(app, player, POTION.id);
    await eventually(async () => expect(await webhooks.deliveries(endpoint.id, '?status=delivered')).toHaveLength(1));
    const [{ id }] = await webhooks.deliveries(endpoint.id);
    // As the courier does: the lane first, and then the endpoint.
    await app.database.query(
      'insert into webhook_lanes (endpoint_id, lane, next_at) values ($1, $2, now() + interval $$1 hour$$)',
      [endpoint.id, player.id],
    );
    await app.database.query('begin');
    await app.database.query('select from webhook_lanes where endpoint_id = $1 for update', [endpoint.id]);
    const replayed = webhooks.send('POST', `/${endpoint.id}/deliveries/${id}/replay`);
    await eventually(async () => expect(await waitsForUs()).toBe(1));
    try {
      await app.database.query('select from webhook_endpoints where id = $1 for no key update nowait', [endpoint.id]);
    } finally {
      await app.database.query('commit');
    }
    expect((await replayed).status).toBeLessThan(300);
    await eventually(() => expect(receiver.about(player.id)).toHaveLength(2));
  });
});
