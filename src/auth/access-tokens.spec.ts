import { createHmac } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import { Config } from '../platform/config/config';
import { AccessTokens, jwtOptions } from './access-tokens';

const secret = 'a secret that only tests know, and long';
const config = Config.fromEnv({ JWT_SECRET: secret, FLORIN_DATA: '/nonexistent', DATABASE_URL: 'postgres://x/y' });
const player = { id: '019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a10', role: 'player' } as const;
const seconds = () => Math.floor(Date.now() / 1_000);

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const claims = (changed: object = {}) => ({
  iss: 'florin',
  aud: 'florin',
  typ: 'access',
  sub: player.id,
  role: 'player',
  iat: seconds(),
  exp: seconds() + 900,
  ...changed,
});

function token(header: object, payload: object, key = secret, hash = 'sha256'): string {
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${createHmac(hash, key).update(signed).digest('base64url')}`;
}

const HS256 = { alg: 'HS256', typ: 'JWT' };

describe('access tokens', () => {
  let tokens: AccessTokens;
  beforeEach(() => {
    tokens = new AccessTokens(new JwtService(jwtOptions(config)), config);
  });

  it('name their bearer, again and again', () => {
    const { accessToken, expiresIn } = tokens.issue(player);
    expect(expiresIn).toBe(900);
    for (let i = 0; i < 3; i++) expect(tokens.authenticate(accessToken)).toEqual(player);
  });

  it('hold in another process with the same secret', () => {
    const { accessToken } = tokens.issue(player);
    expect(new AccessTokens(new JwtService(jwtOptions(config)), config).authenticate(accessToken)).toEqual(player);
  });

  it('are accepted in the form that is documented', () => {
    expect(tokens.authenticate(token(HS256, claims()))).toEqual(player);
  });

  it.each([
    ['signed with another secret', () => token(HS256, claims(), 'another secret, which is as long as ours')],
    ['alg none', () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims())}.`],
    ['alg NonE with our signature', () => token({ alg: 'NonE', typ: 'JWT' }, claims())],
    ['another algorithm of the family', () => token({ alg: 'HS512', typ: 'JWT' }, claims(), secret, 'sha512')],
    ['an asymmetric algorithm', () => token({ alg: 'RS256', typ: 'JWT' }, claims())],
    ['no algorithm', () => token({ typ: 'JWT' }, claims())],
    ['expired', () => token(HS256, claims({ exp: seconds() - 1 }))],
    ['without an end', () => token(HS256, claims({ exp: undefined }))],
    ['an end that is no number', () => token(HS256, claims({ exp: '9999999999' }))],
    ['not valid yet', () => token(HS256, claims({ nbf: seconds() + 60 }))],
    ['another issuer', () => token(HS256, claims({ iss: 'elsewhere' }))],
    ['another audience', () => token(HS256, claims({ aud: 'elsewhere' }))],
    ['no audience', () => token(HS256, claims({ aud: undefined }))],
    ['another type', () => token(HS256, claims({ typ: 'refresh' }))],
    ['no type', () => token(HS256, claims({ typ: undefined }))],
    ['an unknown role', () => token(HS256, claims({ role: 'root' }))],
    ['no role', () => token(HS256, claims({ role: undefined }))],
    ['no subject', () => token(HS256, claims({ sub: undefined }))],
    ['a subject that is no text', () => token(HS256, claims({ sub: 1 }))],
    ['a payload that is no object', () => token(HS256, ['access'])],
    ['no signature', () => `${encode(HS256)}.${encode(claims())}.`],
    ['not a token', () => 'abc'],
    ['nothing', () => ''],
  ])('are nobody’s when they are forged or foreign: %s', (_, forge) => {
    expect(tokens.authenticate(forge())).toBeNull();
  });

  it('are not accepted with the signature of another', () => {
    const mine = tokens.issue(player).accessToken.split('.');
    const admin = tokens.issue({ ...player, role: 'admin' }).accessToken.split('.');
    expect(tokens.authenticate([mine[0], admin[1], mine[2]].join('.'))).toBeNull();
  });
});
