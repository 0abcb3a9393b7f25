import { Config } from '../../platform/config/config';
import { demoKey } from '../demo-keys';
import { PaymeAccess } from './payme-access';

const KEY = 'test-key';
const base64 = (text: string) => Buffer.from(text).toString('base64');

function access(env: Record<string, string> = {}): PaymeAccess {
  const cashbox = { PAYME_ID: '587f72c72cac0d162c722ae2', PAYME_KEY: KEY };
  return new PaymeAccess(Config.fromEnv({ JWT_SECRET: 'unused', ...cashbox, ...env }));
}

function isAdmitted(authorization: string | undefined, ip = '127.0.0.1', env: Record<string, string> = {}): boolean {
  try {
    access(env).admit({ authorization, ip });
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: -32504 });
    return false;
  }
}

describe('whoever says that they are Payme', () => {
  it('is believed with the key of the cashbox', () => {
    expect(isAdmitted('Basic UGF5Y29tOnRlc3Qta2V5')).toBe(true);
    expect(isAdmitted('basic UGF5Y29tOnRlc3Qta2V5')).toBe(true);
  });

  it.each([
    undefined,
    '',
    'Basic',
    'Basic !',
    'Bearer UGF5Y29tOnRlc3Qta2V5',
    `Basic ${base64('Paycom:')}`,
    `Basic ${base64('Paycom:test-ke')}`,
    `Basic ${base64('Paycom:test-key2')}`,
    `Basic ${base64('paycom:test-key')}`,
    `Basic ${base64('Paycom:test:key')}`,
    `Basic ${base64('test-key')}`,
    `Basic ${base64('Paycom:undefined')}`,
  ])('is not believed with %p', (authorization) => expect(isAdmitted(authorization)).toBe(false));

  it('may have a key with a colon in it', () => {
    expect(isAdmitted(`Basic ${base64('Paycom:a:b')}`, '127.0.0.1', { PAYME_KEY: 'a:b' })).toBe(true);
  });

  it('is never believed where no cashbox is set up', () => {
    const none = { PAYME_ID: '', PAYME_KEY: '', SANDBOX_PAYMENTS: 'false' };
    expect(isAdmitted('Basic UGF5Y29tOnRlc3Qta2V5', '127.0.0.1', none)).toBe(false);
    expect(isAdmitted(`Basic ${base64('Paycom:')}`, '127.0.0.1', none)).toBe(false);
  });

  it('has a key made of our own secret where play money is allowed and no cashbox set up', () => {
    const none = { PAYME_ID: '', PAYME_KEY: '' };
    const played = `Basic ${base64(`Paycom:${demoKey('unused', 'payme')}`)}`;
    expect(isAdmitted(played, '127.0.0.1', none)).toBe(true);
    expect(isAdmitted(played)).toBe(false);
    expect(isAdmitted(played, '127.0.0.1', { ...none, SANDBOX_PAYMENTS: 'false' })).toBe(false);
  });

  it.each([
    ['185.234.113.1', true],
    ['::ffff:185.234.113.15', true],
    ['185.234.113.16', false],
    ['10.1.2.3', true],
    ['2001:db8::1', true],
    ['2001:db9::1', false],
    ['127.0.0.1', false],
  ])('calls from where Payme does, if that is asked for: %s', (ip, expected) => {
    const PAYME_ALLOWED_IPS = '185.234.113.0/28, 10.1.2.3, 2001:db8::/32';
    expect(isAdmitted('Basic UGF5Y29tOnRlc3Qta2V5', ip, { PAYME_ALLOWED_IPS })).toBe(expected);
  });

  it.each(['nonsense', '10.0.0.0/33', '10.0.0.0/8/8', '::1/129', '10.0.0.0/'])('is not listed as %s', (address) => {
    expect(() => access({ PAYME_ALLOWED_IPS: address })).toThrow('PAYME_ALLOWED_IPS');
  });
});
