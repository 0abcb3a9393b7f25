import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { buy, call, makeUser, openShop, POTION, type TestUser } from './support/players';
import { isSignedWith, WebhookReceiver } from './support/webhook-receiver';
import { ON_THIS_MACHINE, type ShownDelivery, type ShownEndpoint, Webhooks } from './support/webhooks';

let app: TestApp;
let webhooks: Webhooks;
let receiver: WebhookReceiver;
let endpoint: ShownEndpoint;

beforeAll(async () => {
  app = await startApp(ON_THIS_MACHINE);
  await openShop(app);
  webhooks = await Webhooks.of(app);
});
afterAll(() => app.close());
beforeEach(async () => {
  receiver = await WebhookReceiver.start();
  endpoint = await webhooks.make(receiver.url, ['purchase.completed']);
});
afterEach(async () => {
  await webhooks.send('DELETE', `/${endpoint.id}`);
  await receiver.close();
});

const test = () => webhooks.send<ShownDelivery>('POST', `/${endpoint.id}/test`);
const rotate = async (replaces?: 'newest' | 'previous') =>
  (await webhooks.send<ShownEndpoint>('POST', `/${endpoint.id}/rotate-secret`, { replaces })).body.secret;
const last = () => receiver.received.at(-1)!;

async function tested(): Promise<void> {
  const before = receiver.received.length;
  expect((await test()).status).toBe(202);
  await eventually(() => expect(receiver.received).toHaveLength(before + 1));
}

async function soldTo(player: TestUser, quantities: readonly number[]): Promise<void> {
  const before = receiver.about(player.id).length;
  for (const quantity of quantities) await buy(app, player, POTION.id, { body: { quantity } });
  await eventually(() => expect(receiver.about(player.id)).toHaveLength(before + quantities.length));
  await eventually(async () => {
    expect((await webhooks.deliveries(endpoint.id)).filter(({ status }) => status !== 'delivered')).toEqual([]);
  });
}

const quantitiesOf = (player: TestUser) =>
  receiver.about(player.id).map(({ message }) => (message.data.items as { quantity: number }[])[0].quantity);

describe('An endpoint', () => {
  it('shows its secret once, and keeps it where nobody reads it', async () => {
    expect(endpoint.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const { body, text } = await webhooks.send('GET', `/${endpoint.id}`);
    expect(body).toMatchObject({ id: endpoint.id, url: receiver.url, eventTypes: ['purchase.completed'] });
    const list = await webhooks.send('GET', '?limit=1');
    expect(`${text}${list.text}`).not.toContain('whsec_');
    expect(list.body).toMatchObject({ items: [{ id: endpoint.id }], nextCursor: null });

    const secret = Buffer.from(endpoint.secret.slice('whsec_'.length), 'base64');
    const [row] = await app.database.query<{ sealed_secret: Buffer }>(
      'select sealed_secret from webhook_endpoints where id = $1',
      [endpoint.id],
    );
    expect(row.sealed_secret.includes(secret)).toBe(false);
    const log = await app.database.query<{ after: string }>('select after from audit_details');
    expect(JSON.stringify(log)).not.toContain(endpoint.secret);
    expect(JSON.stringify(log)).not.toContain('/hooks');
  });

  it('has a description that can be changed, and taken away', async () => {
    const described = async (description: unknown) => {
      const { status, body } = await webhooks.send('PATCH', `/${endpoint.id}`, { description });
      return status === 200 ? body.description : status;
    };
    expect(await described(' Europe ')).toBe('Europe');
    expect(await described(undefined)).toBe('Europe');
    expect(await described('')).toBe('');
    expect(await described('two\nlines')).toBe(400);
  });

  it('is signed for with both secrets for a day after a rotation, and with no more than two', async () => {
    const first = endpoint.secret;
    const second = await rotate();
    await tested();
    expect([first, second].map((secret) => isSignedWith(secret, last()))).toEqual([true, true]);
    expect(Date.parse((await webhooks.get(endpoint.id)).previousSecretUntil!)).toBeGreaterThan(Date.now());

    const refused = await webhooks.send('POST', `/${endpoint.id}/rotate-secret`, {});
    expect([refused.status, refused.body.code]).toEqual([409, 'webhook.two_secrets_hold']);
    const third = await rotate('previous');
    await tested();
    expect([first, second, third].map((secret) => isSignedWith(secret, last()))).toEqual([false, true, true]);

    await app.database.query('update webhook_endpoints set previous_secret_until = now() where id = $1', [endpoint.id]);
    await tested();
    expect([second, third].map((secret) => isSignedWith(secret, last()))).toEqual([false, true]);
    expect((await webhooks.get(endpoint.id)).previousSecretUntil).toBeNull();
  });

  it('keeps the secret that receivers know when the newest was never learnt', async () => {
    const [first, lost] = [endpoint.secret, await rotate()];
    const { previousSecretUntil } = await webhooks.get(endpoint.id);
    const second = await rotate('newest');
    await tested();
    expect([first, lost, second].map((secret) => isSignedWith(secret, last()))).toEqual([true, false, true]);
    expect((await webhooks.get(endpoint.id)).previousSecretUntil).toBe(previousSecretUntil);
  });

  it('whose secret cannot be read here is not at fault: what waits is sent with a new one', async () => {
    await app.database.query(`update webhook_endpoints set sealed_secret = decode(repeat('00', 60), 'hex')`);
    await test();
    await eventually(async () =>
      expect((await call(app, '//metrics')).text).toMatch(/^florin_webhook_attempts_total{outcome="unsigned"} [1-9]/m),
    );
    expect((await webhooks.deliveries(endpoint.id))[0]).toMatchObject({ status: 'pending', attemptCount: 0 });
    expect((await webhooks.get(endpoint.id)).failingSince).toBeNull();
    expect(receiver.received).toEqual([]);
    const secret = await rotate();
    await webhooks.passTime();
    await eventually(() => expect(receiver.received).toHaveLength(1));
    expect(isSignedWith(secret, last())).toBe(true);
  });

  it('that is disabled is sent nothing, and then what happened meanwhile', async () => {
    const player = await makeUser(app, { coins: 1_000 });
    expect((await webhooks.send('POST', `/${endpoint.id}/disable`)).body).toMatchObject({ disabledBecause: 'staff' });
    expect((await test()).body).toMatchObject({ code: 'webhook.endpoint_disabled' });
    await buy(app, player, POTION.id);
    await eventually(async () => expect(await webhooks.deliveries(endpoint.id)).toHaveLength(1));
    expect(receiver.received).toEqual([]);
    await webhooks.send('POST', `/${endpoint.id}/enable`);
    await eventually(() => expect(receiver.about(player.id)).toHaveLength(1));
  });

  it('that is deleted is told nothing, and forgotten', async () => {
    const player = await makeUser(app, { coins: 1_000 });
    expect((await webhooks.send('DELETE', `/${endpoint.id}`)).status).toBe(204);
    await buy(app, player, POTION.id);
    const other = await webhooks.make(receiver.url, []);
    await webhooks.send('POST', `/${other.id}/test`);
    await eventually(() => expect(receiver.received.map(({ message }) => message.type)).toContain('webhook.test'));
    expect((await webhooks.send('GET', `/${endpoint.id}`)).status).toBe(404);
    expect((await webhooks.send('GET', `/${endpoint.id}/deliveries`)).body).toMatchObject({
      code: 'webhook.endpoint_not_found',
    });
    await webhooks.send('DELETE', `/${other.id}`);
  });

  it('is for admins; others of the staff see how all are doing, and no address', async () => {
    const support = await makeUser(app, { role: 'support' });
    const service = await makeUser(app, { role: 'service' });
    for (const { token } of [support, service, await makeUser(app)]) {
      expect((await call(app, '/webhook-endpoints', { token })).status).toBe(403);
      expect((await call(app, '/webhook-endpoints', { token, body: { url: receiver.url } })).status).toBe(403);
    }
    const health = await call<{ endpoints: object[] }>(app, '/webhook-endpoints/health', { token: support.token });
    expect(health.body.endpoints).toContainEqual(
      expect.objectContaining({ id: endpoint.id, host: `127.0.0.1:${receiver.port}`, waiting: 0, failed: 0 }),
    );
    expect(health.text).not.toContain('/hooks');
    expect((await call(app, '/webhook-endpoints/health', { token: (await makeUser(app)).token })).status).toBe(403);
  });

  it('is one of twenty at most', async () => {
    const made: ShownEndpoint[] = [];
    for (let count = 1; count < 20; count++) made.push(await webhooks.make(receiver.url));
    const { status, body } = await webhooks.send('POST', '', { url: receiver.url });
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'webhook.too_many_endpoints' });
    for (const { id } of made) await webhooks.send('DELETE', `/${id}`);
  });

  it('is shown in the metrics', async () => {
    await tested();
    await eventually(async () => {
      const { text } = await call(app, '//metrics');
      expect(text).toMatch(/florin_webhook_attempts_total\{outcome="delivered"\} [1-9]/);
      expect(text).toContain(`florin_webhooks_waiting{endpoint="${endpoint.id}"} 0`);
      expect(text).toContain(`florin_webhook_endpoint_disabled{endpoint="${endpoint.id}"} 0`);
    });
  });
});

describe('What was delivered', () => {
  let player: TestUser;
  beforeEach(async () => {
    player = await makeUser(app, { coins: 100_000 });
  });

  it('is in the log, page by page and as it is asked for', async () => {
    await soldTo(player, [1, 2, 3]);
    const all = await webhooks.deliveries(endpoint.id, `?userId=${player.id}`);
    expect(all.map(({ status, attemptCount }) => [status, attemptCount])).toEqual([
      ['delivered', 1],
      ['delivered', 1],
      ['delivered', 1],
    ]);
    const page = await webhooks.send<{ nextCursor: string }>(
      'GET',
      `/${endpoint.id}/deliveries?userId=${player.id}&limit=2`,
    );
    expect(
      await webhooks.deliveries(endpoint.id, `?userId=${player.id}&limit=2&cursor=${page.body.nextCursor}`),
    ).toEqual(all.slice(2));
    const none = ['status=failed', 'type=item.used', `userId=${endpoint.id}`, 'until=2020-01-01', 'since=2100-01-01'];
    for (const query of none) expect(await webhooks.deliveries(endpoint.id, `?${query}`)).toEqual([]);
    const each = `?status=delivered&type=purchase.completed&userId=${player.id}&since=2020-01-01`;
    expect(await webhooks.deliveries(endpoint.id, each)).toEqual(all);

    const one = await webhooks.send<ShownDelivery>('GET', `/${endpoint.id}/deliveries/${all[0].id}`);
    expect(one.body).toEqual({ ...all[0], body: last().body });
    expect(all[0].webhookId).toBe(last().headers['webhook-id']);
    expect((await webhooks.send('GET', `/${endpoint.id}/deliveries/${endpoint.id}`)).body).toMatchObject({
      code: 'webhook.delivery_not_found',
    });
  });

  it('is sent again under its id when somebody asks for it', async () => {
    await soldTo(player, [7]);
    const [{ id, webhookId }] = await webhooks.deliveries(endpoint.id);
    const replayed = await webhooks.send<ShownDelivery>('POST', `/${endpoint.id}/deliveries/${id}/replay`);
    expect(replayed).toMatchObject({ status: 202, body: { id, attemptCount: 1 } });
    await eventually(() => expect(quantitiesOf(player)).toEqual([7, 7]));
    expect(last().headers['webhook-id']).toBe(webhookId);
    await eventually(async () => {
      expect(await webhooks.deliveries(endpoint.id)).toMatchObject([{ status: 'delivered', attemptCount: 2 }]);
    });
    expect((await webhooks.send('POST', `/${endpoint.id}/deliveries/${endpoint.id}/replay`)).status).toBe(404);
  });

  it('is sent again, each player’s in order, for a time that somebody asks for', async () => {
    const other = await makeUser(app, { coins: 100_000 });
    await soldTo(player, [1, 2, 3]);
    await soldTo(other, [4, 5]);
    const range = { since: '2020-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' };
    const replay = (body: object) => webhooks.send('POST', `/${endpoint.id}/replay`, body);
    expect(await replay({ ...range, status: 'failed' })).toMatchObject({ status: 202, body: { replayed: 0 } });
    expect(await replay({ ...range, until: range.since })).toMatchObject({ body: { replayed: 0 } });
    expect(await replay(range)).toMatchObject({ status: 202, body: { replayed: 5 } });
    await eventually(() => {
      expect(quantitiesOf(player)).toEqual([1, 2, 3, 1, 2, 3]);
      expect(quantitiesOf(other)).toEqual([4, 5, 4, 5]);
    });
    expect((await replay({ since: 'yesterday' })).status).toBe(400);
  });

  it('is sent again all or none: 10,000 at most', async () => {
    await app.database.query(
      `insert into webhook_deliveries (id, endpoint_id, lane, type, body, status, attempts, tries, created_at, ended_at)
       select gen_random_uuid(), $1, $1, 'webhook.test', '{}', 'delivered', 1, 1, now(), now()
       from generate_series(1, 10001)`,
      [endpoint.id],
    );
    const range = { since: '2020-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' };
    const { status, body } = await webhooks.send('POST', `/${endpoint.id}/replay`, range);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'webhook.replay_too_large' });
    expect(await webhooks.deliveries(endpoint.id, '?status=pending')).toEqual([]);
  });
});
