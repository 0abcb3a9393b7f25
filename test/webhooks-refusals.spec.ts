import type { LookupAddress } from 'node:dns';
import { WebhookTarget } from '../src/webhooks/webhook-target';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { WebhookReceiver } from './support/webhook-receiver';
import { Webhooks } from './support/webhooks';

const PUBLIC = { address: '93.184.216.34', family: 4 };
const LOOPBACK = { address: '127.0.0.1', family: 4 };

/** What names lead to, one answer after the other; the last one stays. */
class Names {
  readonly asked: string[] = [];
  private answers: (LookupAddress[] | Error)[] = [];

  constructor(app: TestApp) {
    Object.assign(app.get(WebhookTarget), { resolve: (host: string) => this.resolve(host) });
  }

  lead(...answers: (LookupAddress[] | Error)[]): void {
    this.asked.length = 0;
    this.answers = answers;
  }

  private async resolve(host: string): Promise<LookupAddress[]> {
    this.asked.push(host);
    const answer = this.answers.length > 1 ? this.answers.shift()! : this.answers[0];
    if (answer instanceof Error) throw answer;
    return answer;
  }
}

describe('Where nothing is sent', () => {
  let app: TestApp;
  let webhooks: Webhooks;
  let names: Names;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    app = await startApp();
    webhooks = await Webhooks.of(app);
    names = new Names(app);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
    names.lead([PUBLIC]);
  });
  afterEach(() => receiver.close());

  const answerTo = async (url: string) => {
    const { status, body } = await webhooks.send('POST', '', { url });
    return `${status} ${String(body.code)}`;
  };
  const errorOf = async (id: string) => (await webhooks.deliveries(id))[0].attempts[0]?.error;

  it.each([
    'http://127.0.0.1/hook',
    'http://127.1/hook',
    'http://2130706433/hook',
    'http://0x7f.0.0.1/hook',
    'http://0177.0.0.1/hook',
    'http://0/hook',
    'http://10.0.0.5:8080/hook',
    'http://192.168.1.1/hook',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.100.100.200/latest/meta-data/',
    'http://[::1]/hook',
    'http://[::ffff:127.0.0.1]/hook',
    'http://[::ffff:a9fe:a9fe]/hook',
    'http://[64:ff9b::7f00:1]/hook',
    'http://[fd00:ec2::254]/latest/meta-data/',
    'http://[fe80::1]/hook',
    'http://user:password@93.184.216.34/hook',
  ])('%s', async (url) => expect(await answerTo(url)).toBe('422 webhook.address_refused'));

  it('a name that leads to a private address, beside public ones too', async () => {
    for (const addresses of [[LOOPBACK], [PUBLIC, LOOPBACK], [{ address: '::ffff:10.0.0.1', family: 6 }], []]) {
      names.lead(addresses);
      expect(await answerTo('https://game.example.com/hook')).toBe('422 webhook.address_refused');
    }
  });

  it('what is no address of the web', async () => {
    const notHttp = [
      'ftp://game.example.com/',
      'file:///etc/passwd',
      'game.example.com',
      'http://',
      'http://a b/',
      7,
      '',
    ];
    for (const url of [...notHttp, `https://game.example.com/${'x'.repeat(1_000)}`]) {
      expect(await answerTo(url as string)).toBe('400 request.invalid');
    }
  });

  it('a name that leads elsewhere once it was looked at', async () => {
    const endpoint = await webhooks.make(`http://game.example.com:${receiver.port}/hook`);
    names.lead([LOOPBACK]);
    await webhooks.send('POST', `/${endpoint.id}/test`);
    await eventually(async () => expect(await errorOf(endpoint.id)).toContain('it leads to a private network'));
    expect(receiver.received).toEqual([]);
    await webhooks.send('DELETE', `/${endpoint.id}`);
  });

  it('a name that nobody knows for now is tried again', async () => {
    names.lead(Object.assign(new Error('getaddrinfo EAI_AGAIN game.example.com'), { code: 'EAI_AGAIN' }));
    const endpoint = await webhooks.make('https://game.example.com/hook');
    await webhooks.send('POST', `/${endpoint.id}/test`);
    await eventually(async () => expect(await errorOf(endpoint.id)).toContain('EAI_AGAIN'));
    expect((await webhooks.deliveries(endpoint.id))[0]).toMatchObject({ status: 'pending' });
    await webhooks.send('DELETE', `/${endpoint.id}`);
  });
});

describe('Where private networks are allowed', () => {
  let app: TestApp;
  let names: Names;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    app = await startApp({ WEBHOOK_ALLOW_PRIVATE: 'true' });
    names = new Names(app);
    receiver = await WebhookReceiver.start();
  });
  afterAll(async () => {
    await app.close();
    await receiver.close();
  });

  it('what was looked at is connected to, and nothing else is asked', async () => {
    const webhooks = await Webhooks.of(app);
    names.lead([PUBLIC], [LOOPBACK], [PUBLIC]);
    const endpoint = await webhooks.make(`http://game.example.com:${receiver.port}/hook?token=7`);
    await webhooks.send('POST', `/${endpoint.id}/test`);
    await eventually(() => expect(receiver.received).toHaveLength(1));
    expect(receiver.received[0]).toMatchObject({
      path: '/hook?token=7',
      headers: { host: `game.example.com:${receiver.port}` },
    });
    expect(names.asked).toEqual(['game.example.com', 'game.example.com']);
  });
});

describe('In production', () => {
  const secrets = {
    NODE_ENV: 'production',
    JWT_SECRET: 'aX9vQ2mK7pR4tY8wL1cN6zB3dF5hJ0gS',
    SEAL_KEY: 'hG3nV8xB5qZ1wC7tM4kP9rS2yL6jF0dE',
  };

  it('it is https alone', async () => {
    const app = await startApp({ ...secrets, WEBHOOK_KEY: 'uW3eH7nK1zX5vC9bM2qT6yR8jP4sD0fG' });
    new Names(app).lead([PUBLIC]);
    const webhooks = await Webhooks.of(app);
    const { status, body } = await webhooks.send('POST', '', { url: 'http://game.example.com/hook' });
    expect({ status, body }).toMatchObject({ status: 422, body: { reason: 'it must begin with https://' } });
    await webhooks.make('https://game.example.com/hook');
    await app.close();
  });

  it('there are none without a key for their secrets', async () => {
    const app = await startApp(secrets);
    new Names(app).lead([PUBLIC]);
    const webhooks = await Webhooks.of(app);
    const { status, body } = await webhooks.send('POST', '', { url: 'https://game.example.com/hook' });
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'webhook.not_configured' });
    await app.close();
  });
});
