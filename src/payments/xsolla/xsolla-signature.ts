import { hash, timingSafeEqual } from 'node:crypto';

const HEADER = /^Signature ([0-9a-f]{40})$/;

/**
 * Whether the notification is from somebody who knows the project's secret: SHA-1 over the bytes of the body followed by
 * the secret (not an HMAC). https://developers.xsolla.com/webhooks/section/webhook-listener/
 */
export function isSigned(body: Buffer, authorization: string | undefined, secret: string): boolean {
  const given = HEADER.exec(authorization ?? '')?.[1];
  if (given === undefined) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(signatureOf(body, secret)));
}

/** 40 hexadecimal digits in lower case. */
export function signatureOf(body: Buffer, secret: string): string {
  return hash('sha1', Buffer.concat([body, Buffer.from(secret)]), 'hex');
}
