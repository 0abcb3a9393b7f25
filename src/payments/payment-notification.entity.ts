import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that a provider told us and that was accepted, however often it was told. */
@Entity('payment_notifications')
export class PaymentNotification {
  @PrimaryColumn('text')
  provider: string;

  @PrimaryColumn('text')
  kind: string;

  /** The provider's name for what it told of: with `kind`, what is told twice is one. */
  @PrimaryColumn('text', { name: 'external_id' })
  externalId: string;

  /** UUID v7: in order of time. */
  @Column('uuid')
  id: string;

  @Column('uuid', { name: 'user_id', nullable: true })
  userId: string | null;

  @Column('uuid', { name: 'order_id', nullable: true })
  orderId: string | null;

  /** As it came the first time; null once the player was erased, like the headers. */
  @Column('text', { nullable: true })
  body: string | null;

  /** Without what proves who sent it. */
  @Column('jsonb', { nullable: true })
  headers: Readonly<Record<string, string>> | null;

  @Column('integer')
  seen: number;

  @Column('timestamptz', { name: 'first_seen_at' })
  firstSeenAt: Date;

  @Column('timestamptz', { name: 'last_seen_at' })
  lastSeenAt: Date;
}
