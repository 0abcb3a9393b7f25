import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { NotificationType } from '../notifications/told.events';

/** By staff, because it answered 410, or because nothing arrived there for days. */
export const DISABLED_BECAUSE = ['staff', 'gone', 'failing'] as const;
export type DisabledBecause = (typeof DISABLED_BECAUSE)[number];

/** A game server that is told what happened. */
@Entity('webhook_endpoints')
export class WebhookEndpoint {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  url: string;

  @Column('text')
  description: string;

  /** Empty: all of them. */
  @Column('text', { name: 'event_types', array: true })
  eventTypes: NotificationType[];

  /** Encrypted, and readable for this endpoint alone (webhook-secrets.ts). */
  @Column('bytea', { name: 'sealed_secret' })
  sealedSecret: Buffer;

  @Column('bytea', { name: 'sealed_previous_secret', nullable: true })
  sealedPreviousSecret: Buffer | null;

  @Column('timestamptz', { name: 'previous_secret_until', nullable: true })
  previousSecretUntil: Date | null;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt: Date | null;

  @Column('text', { name: 'disabled_because', nullable: true })
  disabledBecause: DisabledBecause | null;

  /** When the first attempt failed since the last that did not. */
  @Column('timestamptz', { name: 'failing_since', nullable: true })
  failingSince: Date | null;

  /** Attempts that failed since the last that did not. */
  @Column('integer')
  failures: number;

  /** Nothing is sent before: it asked for that, or fails again and again. */
  @Column('timestamptz', { name: 'paused_until', nullable: true })
  pausedUntil: Date | null;

  @Column('uuid', { name: 'created_by' })
  createdBy: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** What it was told is forgotten in the background, and then the endpoint. */
  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt: Date | null;
}
