import { WebhookBacklog } from '../src/webhooks/webhook-backlog';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { call } from './support/players';
import { WebhookReceiver } from './support/webhook-receiver';
import { ON_THIS_MACHINE, Webhooks } from './support/webhooks';

const MAX = 1_000;

let app: TestApp;
let webhooks: Webhooks;
let receiver: WebhookReceiver;

beforeAll(async () => {
  app = await startApp({ ...ON_THIS_MACHINE, WEBHOOK_MAX_WAITING: String(MAX) });
  webhooks = await Webhooks.of(app);
  receiver = await WebhookReceiver.start();
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

/** One of each lane, in the order of their numbers. */
async function wait(endpointId: string, from: number, to: number): Promise<void> {
  await app.database.query(
    `with added as (
       insert into webhook_deliveries (id, endpoint_id, lane, type, body, status, attempts, tries, created_at)
       select gen_random_uuid(), $1, gen_random_uuid(), 'webhook.test',
         '{"type":"webhook.test","data":{"number":' || number || '}}', 'pending', 0, 0, now()
       from generate_series($2::int, $3::int) number order by number
       returning endpoint_id, lane)
     insert into webhook_lanes (endpoint_id, lane, next_at) select endpoint_id, lane, now() from added`,
    [endpointId, from, to],
  );
}

const lanesOf = async (endpointId: string) =>
  (await app.database.query('select from webhook_lanes where endpoint_id = $1', [endpointId])).length;
const waitingOf = async (endpointId: string) =>
  (
    await app.database.query(`select from webhook_deliveries where endpoint_id = $1 and status = 'pending'`, [
      endpointId,
    ])
  ).length;

describe('What waits for an endpoint', () => {
  it('is as much as may wait at most: the oldest of more is given up, and can be replayed', async () => {
    const [disabled, other] = [await webhooks.make(receiver.url), await webhooks.make(receiver.url)];
    for (const { id } of [disabled, other]) await webhooks.send('POST', `/${id}/disable`);
    await wait(disabled.id, 1, MAX + 1_003);
    await wait(other.id, 1, MAX);
    await app.get(WebhookBacklog).run();
    expect([await waitingOf(disabled.id), await waitingOf(other.id)]).toEqual([MAX, MAX]);
    expect([await lanesOf(disabled.id), await lanesOf(other.id)]).toEqual([MAX, MAX]);
    expect((await call(app, '//metrics')).text).toMatch(/^florin_webhooks_given_up_total 1003$/m);

    const [newest] = await webhooks.deliveries(disabled.id, '?status=failed&limit=1');
    expect(newest).toMatchObject({ attemptCount: 0, status: 'failed' });
    const { body } = await webhooks.send<{ body: string }>('GET', `/${disabled.id}/deliveries/${newest.id}`);
    expect(body.body).toContain('"number":1003}');

    await app.get(WebhookBacklog).run();
    expect(await waitingOf(disabled.id)).toBe(MAX);
    await webhooks.send('POST', `/${disabled.id}/enable`);
    await webhooks.send('POST', `/${disabled.id}/deliveries/${newest.id}/replay`);
    await eventually(() => {
      expect(receiver.received.some(({ message }) => message.data.number === 1_003)).toBe(true);
      expect(receiver.received).toHaveLength(MAX + 1);
    });
    expect(receiver.received.every(({ message }) => (message.data.number as number) >= 1_003)).toBe(true);
  });
});
