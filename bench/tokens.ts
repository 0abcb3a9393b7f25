import { createHmac, randomBytes } from 'node:crypto';
import { PLAYERS, playerId } from './players';

/** For the application under test; production refuses anything that looks made up. */
export const JWT_SECRET = randomBytes(48).toString('base64url');
export const SEAL_KEY = randomBytes(48).toString('base64url');

const LIFETIME_SECONDS = 24 * 60 * 60;

/** A valid access token for each player, as the application itself would sign it. */
export function tokens(): string[] {
  return Array.from({ length: PLAYERS }, (_, n) => token(playerId(n)));
}

function token(sub: string): string {
  const iat = Math.floor(Date.now() / 1_000);
  const claims = { typ: 'access', role: 'player', iat, exp: iat + LIFETIME_SECONDS, aud: 'florin', iss: 'florin', sub };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', JWT_SECRET).update(signed).digest('base64url')}`;
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
