import { createHash } from 'node:crypto';
import { stringify } from 'uuid';
import type { Told } from '../notifications/tellings.service';

const TIME_BYTES = 6;

/**
 * The id of what is told of an event, the same at all endpoints and whenever the event is read: a UUID of version 8 that
 * begins with the moment of the event. Ids of events are given out anew where a database goes back to a copy of it; its
 * moment tells them apart.
 */
export function messageIdOf(eventId: number, { type, userId, at }: Pick<Told, 'type' | 'userId' | 'at'>): string {
  const digest = createHash('sha256').update(`${eventId} ${type} ${userId} ${at}`).digest();
  const id = digest.subarray(0, 16);
  id.writeUIntBE(Math.max(Date.parse(at), 0), 0, TIME_BYTES);
  id[6] = 0x80 | (id[6] & 0x0f);
  id[8] = 0x80 | (id[8] & 0x3f);
  return stringify(id);
}
