import type { Told } from '../notifications/tellings.service';
import type { NotificationType } from '../notifications/told.events';

/** Sent when an admin asks for it, whatever the endpoint wants to be told. */
const TEST_TYPE = 'webhook.test';

/** What is sent: the body is fixed here, and the same to the byte in every attempt. */
export interface WebhookMessage {
  type: NotificationType | typeof TEST_TYPE;
  /** The player whom it is about. */
  userId: string | null;
  body: string;
}

/** What the player is told, with who that is. */
export function messageOf({ type, userId, at, data }: Told): WebhookMessage {
  return { type, userId, body: bodyOf(type, at, { userId, ...data }) };
}

export function testMessage(now: Date): WebhookMessage {
  const data = { text: 'It works: this is how Florin tells you what happened.' };
  return { type: TEST_TYPE, userId: null, body: bodyOf(TEST_TYPE, now.toISOString(), data) };
}

function bodyOf(type: WebhookMessage['type'], timestamp: string, data: object): string {
  return JSON.stringify({ type, timestamp, data });
}
