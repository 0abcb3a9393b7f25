import { doubtAbout, secretBytes, sign } from './sandbox-signature';

/** The known answer of the reference library. */
const SECRET = secretBytes('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const AT = 1614265330;
const BODY = Buffer.from('{"test": 2432232314}');

describe('the signature of the sandbox', () => {
  it('is that of Standard Webhooks', () => {
    expect(sign(SECRET, ID, AT, BODY)['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('holds among others, within five minutes', () => {
    const headers = sign(SECRET, ID, AT, BODY);
    const several = { ...headers, 'webhook-signature': `v1,AAAA v1a,x ${headers['webhook-signature']}` };
    expect(doubtAbout(SECRET, several, BODY, AT * 1_000)).toBeNull();
    expect(doubtAbout(SECRET, { ...headers }, BODY, (AT + 301) * 1_000)).toBe('timestamp');
  });

  it.each([
    ['another body', { body: Buffer.from('{"test":2432232314}') }],
    ['another id', { headers: { 'webhook-id': 'msg_other' } }],
    ['another time', { headers: { 'webhook-timestamp': String(AT + 1) } }],
    ['no signature', { headers: { 'webhook-signature': '' } }],
    ['half a signature', { headers: { 'webhook-signature': 'v1,g0hM9SsE' } }],
  ])('does not hold for %s', (_, { body = BODY, headers = {} }: { body?: Buffer; headers?: object }) => {
    expect(doubtAbout(SECRET, { ...sign(SECRET, ID, AT, BODY), ...headers }, body, AT * 1_000)).toBe('signature');
  });
});
