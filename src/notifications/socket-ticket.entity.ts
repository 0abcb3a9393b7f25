import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What opens one socket, once, within half a minute. */
@Entity('socket_tickets')
export class SocketTicket {
  @PrimaryColumn('bytea', { name: 'ticket_hash' })
  ticketHash: Buffer;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  /** The session of whoever asked for it. Null: their token belongs to none. */
  @Column('uuid', { name: 'session_id', nullable: true })
  sessionId: string | null;

  /** Tags of those that whoever asked for it speaks, most wanted first. */
  @Column('text', { array: true, default: [] })
  languages: string[];

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;
}
