import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

import { Channel, isSame, proofOf } from './embedded-postgres.channel';
import type { Seat } from './embedded-postgres.seat';

/** A held lease: as long as its channel is open, the supervisor keeps PostgreSQL running. */
export interface Lease {
  channel: Channel;
  port: number;
}

/** `stopping`: wait until it is dead. `dead`: whoever wants the cluster starts a new supervisor. */
export type Answer = Lease | 'stopping' | 'dead';

/** A living supervisor greets at once; a frozen one counts as dead after this. */
export const GREETING_DEADLINE_MS = 5_000;

export async function askForLease(seat: Seat, patienceMs: number): Promise<Answer> {
  const channel = await greet(seat, 'lease');
  if (!channel) return 'dead';
  const answer = await channel.next(patienceMs);
  if (typeof answer?.port === 'number') return { channel, port: answer.port };
  channel.destroy();
  if (answer?.error) throw new Error(JSON.stringify(answer.error));
  return answer?.stopping ? 'stopping' : 'dead';
}

export async function isAnswering(seat: Seat): Promise<boolean> {
  const channel = await greet(seat, 'greeting');
  channel?.destroy();
  return channel !== undefined;
}

async function greet(seat: Seat, want: 'lease' | 'greeting'): Promise<Channel | undefined> {
  const channel = new Channel(connect(seat.port, '127.0.0.1'));
  const nonce = randomBytes(16).toString('hex');
  channel.send({ want, nonce, proof: proofOf(seat.token, 'holder', nonce) });
  const greeting = await channel.next(GREETING_DEADLINE_MS);
  if (isSame(proofOf(seat.token, 'supervisor', nonce), greeting?.proof)) return channel;
  channel.destroy();
  return undefined;
}
