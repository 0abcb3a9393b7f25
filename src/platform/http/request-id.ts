import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const ACCEPTED = /^[A-Za-z0-9._-]{1,128}$/;

const process = randomBytes(8).toString('base64url');
let requests = 0;

/**
 * The caller's own id where it is harmless in a log and a header, so that a request can be followed across services;
 * else one of ours: a part for the process, which no other shares, and a count.
 */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  if (typeof given === 'string' && ACCEPTED.test(given)) return given;
  return `${process}-${(++requests).toString(36)}`;
}
