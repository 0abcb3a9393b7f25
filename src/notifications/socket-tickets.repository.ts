import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';

/** Who may open a socket. */
export interface TicketHolder {
  userId: string;
  sessionId: string | null;
  /** Tags, most wanted first; undefined or empty when they asked for none. */
  languages?: readonly string[];
}

/** `socket_tickets`. All times are the database's: a ticket is used in any process, and clocks differ. */
@Injectable()
export class SocketTicketsRepository {
  async insert(
    tx: Tx,
    hash: Buffer,
    { userId, sessionId, languages = [] }: TicketHolder,
    ttlSeconds: number,
  ): Promise<void> {
    await tx.send({
      name: 'keep socket ticket',
      sql: `
        insert into socket_tickets (ticket_hash, user_id, session_id, expires_at, languages)
        values ($1, $2, $3, now() + make_interval(secs => $4), $5)`,
      params: [hash, userId, sessionId, ttlSeconds, languages],
    });
  }

  /** Nobody can take it a second time. Null when there is none, or none that holds. */
  async take(tx: Tx, hash: Buffer): Promise<TicketHolder | null> {
    const [taken] = await tx.send<TicketHolder & { holds: boolean }>({
      name: 'take socket ticket',
      sql: `
        delete from socket_tickets where ticket_hash = $1
        returning user_id as "userId", session_id as "sessionId", languages, expires_at > now() as holds`,
      params: [hash],
    });
    if (!taken?.holds) return null;
    const { userId, sessionId, languages } = taken;
    return { userId, sessionId, languages };
  }

  /** Up to `limit`. @returns how many */
  async deleteExpired(tx: Tx, limit: number): Promise<number> {
    const deleted = await tx.send({
      name: 'forget socket tickets',
      sql: `
        delete from socket_tickets where ticket_hash in (
          select ticket_hash from socket_tickets where expires_at < now() limit $1)
        returning 1 as deleted`,
      params: [limit],
    });
    return deleted.length;
  }

  async deleteAll(tx: Tx, userId: string): Promise<void> {
    await tx.query('delete from socket_tickets where user_id = $1', [userId]);
  }
}
