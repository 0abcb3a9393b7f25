import { createHmac } from 'node:crypto';
import { isSigned, signatureOf } from './xsolla-signature';

const SECRET = 'test_secret';
const BODY = Buffer.from('{"notification_type":"user_validation"}');
const SIGNATURE = 'dd5f32d628740195f98f65946930cefc30295869';

describe('the signature of Xsolla', () => {
  it('is the published one for a known body', () => {
    expect(signatureOf(BODY, SECRET)).toBe(SIGNATURE);
    expect(isSigned(BODY, `Signature ${SIGNATURE}`, SECRET)).toBe(true);
  });

  it('is no HMAC', () => {
    const hmac = createHmac('sha1', SECRET).update(BODY).digest('hex');
    expect(hmac).toBe('2ab30f56b976865b19f7b2dc2bed859fd05c3c66');
    expect(isSigned(BODY, `Signature ${hmac}`, SECRET)).toBe(false);
  });

  it.each([
    ['no header', undefined],
    ['another scheme', `Bearer ${SIGNATURE}`],
    ['upper case', `Signature ${SIGNATURE.toUpperCase()}`],
    ['something behind it', `Signature ${SIGNATURE}0`],
    ['a blank too many', `Signature  ${SIGNATURE}`],
    ['another digit', `Signature ${SIGNATURE.replace(/^d/, 'e')}`],
  ])('is not found in %s', (_, header) => {
    expect(isSigned(BODY, header, SECRET)).toBe(false);
  });

  it('is over every byte', () => {
    expect(isSigned(Buffer.concat([BODY, Buffer.from(' ')]), `Signature ${SIGNATURE}`, SECRET)).toBe(false);
  });
});
