import { createHmac } from 'node:crypto';

/** What is signed: both sides must take the body as the bytes that travelled. */
export interface SignedMessage {
  id: string;
  /** Seconds since 1970, of this attempt. */
  timestamp: number;
  body: string;
}

/** The signature of Standard Webhooks, once for each secret that holds, the newest first. */
export function signatures(secrets: readonly Buffer[], { id, timestamp, body }: SignedMessage): string {
  return secrets
    .map((secret) => createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64'))
    .map((signature) => `v1,${signature}`)
    .join(' ');
}
