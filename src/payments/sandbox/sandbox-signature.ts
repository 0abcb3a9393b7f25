import { createHmac, timingSafeEqual } from 'node:crypto';

const TOLERANCE_SECONDS = 5 * 60;

export interface SignedHeaders {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
}

/** The bytes of a secret as Standard Webhooks writes it: `whsec_` and base64. */
export function secretBytes(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
}

/** https://github.com/standard-webhooks/standard-webhooks: HMAC-SHA256 of `<id>.<timestamp>.<body>`. */
export function sign(secret: Buffer, id: string, timestampSeconds: number, body: Buffer | string): SignedHeaders {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': `v1,${signatureOf(secret, id, String(timestampSeconds), body).toString('base64')}`,
  };
}

/** Why it is not believed; null: it is. Several signatures may stand there, while a secret is exchanged. */
export function doubtAbout(
  secret: Buffer,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  body: Buffer,
  nowMs = Date.now(),
): 'signature' | 'timestamp' | null {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name] ?? ''),
  );
  if (id === '' || !/^\d{1,12}$/.test(timestamp)) return 'signature';
  const expected = signatureOf(secret, id, timestamp, body);
  const matches = signatures.split(' ').some((signature) => {
    const given = Buffer.from(/^v1,([A-Za-z0-9+/=]+)$/.exec(signature)?.[1] ?? '', 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!matches) return 'signature';
  return Math.abs(nowMs / 1_000 - Number(timestamp)) > TOLERANCE_SECONDS ? 'timestamp' : null;
}

function signatureOf(secret: Buffer, id: string, timestamp: string, body: Buffer | string): Buffer {
  return createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest();
}
