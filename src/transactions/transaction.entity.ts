import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

export const TRANSACTION_KINDS = [
  'purchase',
  'use',
  'add_funds',
  'earn',
  'grant',
  'revoke',
  'fulfil',
  'reverse',
] as const;
export type TransactionKind = (typeof TRANSACTION_KINDS)[number];

export const TRANSACTION_STATUSES = ['pending', 'completed', 'failed'] as const;
export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number];

/** One command that was carried out, or refused with `failureCode`. Its ledger entries say what it moved. */
@Entity('transactions')
export class Transaction {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  /** UUID v7: in order of time. */
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  kind: TransactionKind;

  @Column('text')
  status: TransactionStatus;

  @Column('uuid', { name: 'product_id', nullable: true })
  productId: string | null;

  @Column('bigint', { transformer: bigint, nullable: true })
  quantity: number | null;

  @Column('text', { nullable: true })
  currency: string | null;

  /** The whole amount in smallest units, not the price of one. */
  @Column('bigint', { transformer: bigint, nullable: true })
  amount: number | null;

  @Column('text', { name: 'failure_code', nullable: true })
  failureCode: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text', { nullable: true })
  source: string | null;

  /** Who gave the command: the player, a member of staff, or a service. */
  @Column('uuid', { name: 'actor_id' })
  actorId: string;

  /** The second person, where a member of staff needed one. */
  @Column('uuid', { name: 'approver_id', nullable: true })
  approverId: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
