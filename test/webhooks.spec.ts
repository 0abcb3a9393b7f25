import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { buy, call, makeUser, openShop, POTION, type TestUser, times } from './support/players';
import { isSignedWith, WebhookReceiver } from './support/webhook-receiver';
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

const use = () => call(app, `/products/${POTION.id}/use`, { token: player.token, body: {} });
const told = () => receiver.about(player.id);
const newest = async () => (await webhooks.deliveries(endpoint.id))[0];

async function buyTold(count = 1): Promise<void> {
  const before = told().length;
  await buy(app, player, POTION.id);
  await eventually(() => expect(told().length).toBeGreaterThanOrEqual(before + count));
}

describe('A game server', () => {
  it('is told of a purchase, signed with its secret', async () => {
    const bought = await buy(app, player, POTION.id, { body: { quantity: 2 } });
    await eventually(() => expect(told()).toHaveLength(1));
    const [received] = told();
    expect(received.message).toMatchObject({
      type: 'purchase.completed',
      timestamp: expect.stringMatching(/Z$/) as string,
      data: {
        userId: player.id,
        type: 'purchase_success',
        user_id: player.id,
        items: [{ id: POTION.id, name: POTION.name, quantity: 2 }],
        transactionId: bought.body.transaction.id,
        balance: bought.body.balance,
      },
    });
    expect(received.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': expect.stringMatching(/^msg_[0-9a-f]{32}$/) as string,
      'user-agent': expect.stringMatching(/^Florin-Webhooks\//) as string,
    });
    expect(Math.abs(Date.now() / 1_000 - Number(received.headers['webhook-timestamp']))).toBeLessThan(60);
    expect(isSignedWith(endpoint.secret, received)).toBe(true);
    expect(isSignedWith(`whsec_${Buffer.alloc(32).toString('base64')}`, received)).toBe(false);
  });

  it('is told only of what it asked for, and only of what was committed', async () => {
    const poor = await makeUser(app);
    expect((await buy(app, poor, POTION.id)).status).toBe(402);
    await call(app, '/users/me/add-funds', { token: player.token, key: 'funds', body: { amount: 5 } });
    await buyTold();
    await use();
    await eventually(() => expect(told()).toHaveLength(2));
    expect(told().map(({ message }) => message.type)).toEqual(['purchase.completed', 'item.used']);
    expect(receiver.about(poor.id)).toEqual([]);
  });

  it('is told of each player in order, also when it fails now and then', async () => {
    const players = [player, ...(await Promise.all(times(4, () => makeUser(app, { coins: 1_000_000 }))))];
    let requests = 0;
    receiver.answer = (_, response) => void response.writeHead(++requests % 7 === 0 ? 500 : 200).end();
    const spent = await Promise.all(
      players.map(async (each) => {
        const quantities = times(12, (index) => index + 1);
        for (const quantity of quantities) await buy(app, each, POTION.id, { body: { quantity } });
        return quantities;
      }),
    );
    const firstTold = (userId: string) => {
      const byId = new Map(receiver.about(userId).map((each) => [each.headers['webhook-id'], each]));
      return [...byId.values()].map(({ message }) => (message.data.items as { quantity: number }[])[0].quantity);
    };
    await eventually(async () => {
      await webhooks.passTime();
      const log = await webhooks.deliveries(endpoint.id, '?limit=100');
      expect(log).toHaveLength(60);
      expect(log.filter(({ status }) => status !== 'delivered')).toEqual([]);
    });
    players.forEach(({ id }, index) => expect(firstTold(id)).toEqual(spent[index]));
  });

  it('that fails is tried again under the same id and with the same body, and the rest of the player waits', async () => {
    receiver.always(500, 'no\u0000 \r\nroom');
    await buyTold();
    await use();
    await eventually(async () => expect((await webhooks.deliveries(endpoint.id))[1].attemptCount).toBe(1));
    const [waiting, failed] = await webhooks.deliveries(endpoint.id);
    expect(waiting).toMatchObject({ type: 'item.used', status: 'pending', attemptCount: 0, nextAttemptAt: null });
    expect(failed).toMatchObject({
      status: 'pending',
      attempts: [{ number: 1, status: 500, error: 'Answered 500: no room' }],
    });
    const inMs = Date.parse(failed.nextAttemptAt!) - Date.now();
    expect(inMs).toBeLessThanOrEqual(6_000);
    expect((await webhooks.get(endpoint.id)).failingSince).not.toBeNull();

    receiver.welcome();
    await webhooks.passTime();
    await eventually(() => expect(told()).toHaveLength(3));
    const [first, second, third] = told();
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(second.body).toBe(first.body);
    expect(third.message.type).toBe('item.used');
    await eventually(async () => expect((await newest()).status).toBe('delivered'));
    expect((await webhooks.get(endpoint.id)).failingSince).toBeNull();
  });

  it('is given up on after ten attempts, and then comes what waited', async () => {
    receiver.answer = ({ message }, response) =>
      void response.writeHead(message.type === 'item.used' ? 200 : 500).end();
    await buyTold();
    await use();
    await eventually(async () => {
      await webhooks.passTime();
      expect((await newest()).status).toBe('delivered');
    });
    const [, failed] = await webhooks.deliveries(endpoint.id);
    expect(failed).toMatchObject({ status: 'failed', attemptCount: 10, nextAttemptAt: null });
    expect(failed.attempts.map(({ number }) => number)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(told()).toHaveLength(11);
    const { body } = await webhooks.send<{ failed: number; endpoints: { id: string; failed: number }[] }>(
      'GET',
      '/health',
    );
    expect(body.endpoints.find(({ id }) => id === endpoint.id)).toMatchObject({ failed: 1 });
  });

  it('that has too much to do is left alone for as long as it asks', async () => {
    receiver.answer = (_, response) => void response.writeHead(429, { 'retry-after': '600' }).end();
    await buyTold();
    const other = await makeUser(app, { coins: 1_000 });
    const pausedUntil = async () =>
      (
        await app.database.query<{ paused_until: Date | null }>(
          'select paused_until from webhook_endpoints where id = $1',
          [endpoint.id],
        )
      )[0].paused_until;
    await eventually(async () => expect(await pausedUntil()).not.toBeNull());
    expect((await pausedUntil())!.getTime() - Date.now()).toBeGreaterThan(500_000);
    await buy(app, other, POTION.id);
    await eventually(async () => expect(await newest()).toMatchObject({ userId: other.id, status: 'pending' }));
    expect(receiver.about(other.id)).toEqual([]);
    receiver.welcome();
    await webhooks.passTime();
    await eventually(() => expect(receiver.about(other.id)).toHaveLength(1));
  });

  it('that is gone (410) is disabled, and what waits is sent when it is enabled again', async () => {
    receiver.always(410);
    await buyTold();
    await eventually(async () => expect((await webhooks.get(endpoint.id)).disabledBecause).toBe('gone'));
    receiver.welcome();
    await use();
    await eventually(async () => expect(await webhooks.deliveries(endpoint.id)).toHaveLength(2));
    await webhooks.passTime();
    expect(await newest()).toMatchObject({ status: 'pending', attemptCount: 0 });
    expect(told()).toHaveLength(1);
    const enabled = await webhooks.send<ShownEndpoint>('POST', `/${endpoint.id}/enable`);
    expect(enabled.body).toMatchObject({ disabledAt: null, disabledBecause: null, failingSince: null });
    await eventually(() =>
      expect(
        told()
          .map(({ message }) => message.type)
          .slice(1),
      ).toEqual(['purchase.completed', 'item.used']),
    );
  });

  it('to which nothing came through for days is disabled', async () => {
    receiver.always(503);
    await app.database.query(`update webhook_endpoints set failing_since = now() - interval '6 days' where id = $1`, [
      endpoint.id,
    ]);
    await buyTold();
    await eventually(async () => expect((await webhooks.get(endpoint.id)).disabledBecause).toBe('failing'));
  });

  it('sends nobody elsewhere: a redirect is a failure', async () => {
    const elsewhere = await WebhookReceiver.start();
    receiver.answer = (_, response) => void response.writeHead(307, { location: elsewhere.url }).end();
    await buyTold();
    await eventually(async () => expect((await newest()).attempts[0]).toMatchObject({ status: 307 }));
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });

  it('is believed by its status, whatever it does with the rest of its answer', async () => {
    receiver.answer = (_, response) => {
      response.writeHead(200).write('x'.repeat(100_000), () => response.destroy());
    };
    await buyTold();
    await eventually(async () => expect(await newest()).toMatchObject({ status: 'delivered', attemptCount: 1 }));
  });

  it('that does not answer within 15 seconds is tried again', async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const patience = jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms === 15_000 ? 1_000 : ms));
    receiver.answer = (_, response) => {
      response.writeHead(200, { 'content-length': 9 }).flushHeaders();
    };
    await buyTold();
    // Of an answer that began the status is known.
    await eventually(async () => expect(await newest()).toMatchObject({ status: 'delivered' }));
    receiver.answer = () => undefined;
    await use();
    await eventually(async () => expect(await newest()).toMatchObject({ type: 'item.used', attemptCount: 1 }));
    patience.mockRestore();
    expect((await newest()).attempts[0]).toMatchObject({ status: null, error: 'No answer within 15 seconds.' });
  });

  it('that cannot be reached is tried again', async () => {
    const { url } = receiver;
    await receiver.close();
    await buy(app, player, POTION.id);
    await eventually(async () => expect((await newest())?.attemptCount).toBe(1));
    expect((await newest()).attempts[0]).toMatchObject({
      status: null,
      error: expect.stringContaining('ECONNREFUSED') as string,
    });
    receiver = await WebhookReceiver.start();
    await webhooks.send('PATCH', `/${endpoint.id}`, { url: receiver.url });
    expect(receiver.url).not.toBe(url);
    await webhooks.passTime();
    await eventually(() => expect(told()).toHaveLength(1));
  });
});
