import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

export type GrantKind = 'grant' | 'revocation';

export const GRANT_STATUSES = ['pending', 'executed', 'rejected'] as const;
export type GrantStatus = (typeof GRANT_STATUSES)[number];

/** Something that a member of staff gives a player or takes back, carried out or waiting for a second person. */
@Entity('grants')
export class Grant {
  /** The player. */
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  /** UUID v7: in order of time. */
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  kind: GrantKind;

  @Column('text')
  status: GrantStatus;

  /** Exactly one of `currency` and `productId` names what is moved. */
  @Column('text', { nullable: true })
  currency: string | null;

  @Column('uuid', { name: 'product_id', nullable: true })
  productId: string | null;

  /** Above zero, for both kinds; of a product its quantity. */
  @Column('bigint', { transformer: bigint })
  amount: number;

  /** What staff wrote; null once the player was erased, like the other two texts. */
  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text', { nullable: true })
  ticket: string | null;

  @Column('uuid', { name: 'requested_by' })
  requestedBy: string;

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt: Date;

  /** Null while it waits, and where nobody was needed. */
  @Column('uuid', { name: 'decided_by', nullable: true })
  decidedBy: string | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt: Date | null;

  /** Why it was rejected. */
  @Column('text', { name: 'decision_reason', nullable: true })
  decisionReason: string | null;

  @Column('uuid', { name: 'transaction_id', nullable: true })
  transactionId: string | null;
}
