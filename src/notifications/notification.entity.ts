import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';
import type { NotificationType } from './told.events';

/** What one player was told. Kept for a week. */
@Entity('notifications')
export class Notification {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  /** Grows in the order in which notifications are committed, by the clock (notifications.repository.ts). */
  @PrimaryColumn('bigint', { transformer: bigint })
  id: number;

  @Column('text')
  type: NotificationType;

  /** When it happened. */
  @Column('timestamptz')
  at: Date;

  /** When it was written: later, where the outbox had parked it. */
  @Column('timestamptz', { name: 'told_at', default: () => 'now()' })
  toldAt: Date;

  /** Without the names of products: those are put in when it is read (wording.ts). */
  @Column('json')
  data: object;

  /** Of a player’s notifications those that were read come before those that were not. */
  @Column('timestamptz', { name: 'read_at', nullable: true })
  readAt: Date | null;
}
