import { startApp, type TestApp } from './support/app';
import { knock } from './support/payme';

/** What the vendors published for all to check against, with the secrets that they published with it. */
const PAYME = { PAYME_ID: '587f72c72cac0d162c722ae2', PAYME_KEY: 'test-key' };
const XSOLLA = { XSOLLA_WEBHOOK_SECRET: 'test_secret' };
const SANDBOX = { SANDBOX_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ ...PAYME, ...XSOLLA, ...SANDBOX });
});
afterAll(() => app.close());

async function post(
  path: string,
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const response = await fetch(app.url + path, { method: 'POST', body, headers });
  return { status: response.status, text: await response.text() };
}

it('of Xsolla: SHA-1 over the body and the secret, and no HMAC', async () => {
  const tell = (digits: string) =>
    post('/webhooks/xsolla', '{"notification_type":"user_validation"}', { authorization: `Signature ${digits}` });
  const answers = [
    await tell('dd5f32d628740195f98f65946930cefc30295869'),
    await tell('2ab30f56b976865b19f7b2dc2bed859fd05c3c66'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([400, 400]);
  const codes = answers.map(({ text }) => (JSON.parse(text) as { error: { code: string } }).error.code);
  expect(codes).toEqual(['INVALID_USER', 'INVALID_SIGNATURE']); // it is believed, and names nobody
});

it('of Payme: the login and the key in base64', async () => {
  const ask = (authorization: string) => {
    const body = JSON.stringify({ method: 'CheckTransaction', params: { id: '53327b3fc92af52c0b72b695' }, id: 1 });
    return knock(app, { headers: { authorization }, body });
  };
  expect((await ask('Basic UGF5Y29tOnRlc3Qta2V5')).error.code).toBe(-31003); // it is believed, and asks for nothing of ours
  expect((await ask('Basic UGF5Y29tOnRlc3Qta2V4')).error.code).toBe(-32504);
});

it('of Standard Webhooks: HMAC over id, time and body', async () => {
  const tell = (body: string) =>
    post('/webhooks/sandbox', body, {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  expect((await tell('{"test": 2432232314}')).status).toBe(400);
  expect((await tell('{"test": 2432232315}')).status).toBe(400);
  const kept = await app.database.query(
    `select body, reason from refused_notifications where provider = 'sandbox' order by id`,
  );
  expect(kept).toEqual([
    { body: '{"test": 2432232314}', reason: 'timestamp' }, // it is believed, and years old
    { body: '{"test": 2432232315}', reason: 'signature' },
  ]);
});
