import type { EnvironmentReader } from './environment-reader';

/** A studio's own auth service, whose tokens count here too. */
export interface ExternalIssuer {
  issuer: string;
  audience: string;
  key: ExternalKey;
}

/** Shared, for HS256; or the address of its public keys. */
export type ExternalKey = { secret: string } | { jwksUrl: string };

/** Our own tokens say `florin`, and who logs in without any proof in a demonstration is known as of `demo`. */
const OUR_NAMES = ['florin', 'demo'];
const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/;

/** Undefined when no other issuer is trusted; faults are noted with the reader. */
export function externalIssuer(read: EnvironmentReader, production: boolean): ExternalIssuer | undefined {
  const key = secretOf(read, production) ?? addressOf(read);
  const issuer = read.text('EXTERNAL_JWT_ISSUER');
  const audience = read.text('EXTERNAL_JWT_AUDIENCE');
  if (key === undefined) {
    if (issuer ?? audience) read.fault('EXTERNAL_JWT_SECRET', 'or EXTERNAL_JWKS_URL is required with an issuer');
    return undefined;
  }
  if (issuer === undefined) read.fault('EXTERNAL_JWT_ISSUER', 'is required with tokens of another issuer');
  if (audience === undefined) read.fault('EXTERNAL_JWT_AUDIENCE', 'is required with tokens of another issuer');
  if (OUR_NAMES.includes(issuer ?? '')) read.fault('EXTERNAL_JWT_ISSUER', `must not be ${OUR_NAMES.join(' or ')}`);
  return { issuer: issuer ?? '', audience: audience ?? '', key };
}

function secretOf(read: EnvironmentReader, production: boolean): ExternalKey | undefined {
  const name = 'EXTERNAL_JWT_SECRET';
  const given = read.text(name);
  if (given === undefined) return undefined;
  if (read.text('EXTERNAL_JWKS_URL') !== undefined) read.fault('EXTERNAL_JWKS_URL', `cannot stand beside ${name}`);
  return { secret: production ? read.secret(name) : given };
}

function addressOf(read: EnvironmentReader): ExternalKey | undefined {
  const jwksUrl = read.url('EXTERNAL_JWKS_URL', ['https:', 'http:']);
  if (jwksUrl === undefined) return undefined;
  if (jwksUrl.startsWith('http:') && !LOOPBACK.test(jwksUrl))
    read.fault('EXTERNAL_JWKS_URL', 'must be an https address');
  return { jwksUrl };
}
