import { Column, Entity, PrimaryColumn } from 'typeorm';

export const CASE_SIDES = ['attribution', 'gateway', 'books'] as const;
export type CaseSide = (typeof CASE_SIDES)[number];

/** Money that some of the three sides know and others do not, until finance says what it was. */
@Entity('reconciliation_cases')
export class ReconciliationCase {
  /** UUID v7: in order of time. */
  @PrimaryColumn('uuid')
  id: string;

  /** By which a later run knows the same leftover again. */
  @Column('uuid')
  fingerprint: string;

  /** Who alone knows of it. */
  @Column('text')
  side: CaseSide;

  @Column('text', { name: 'receipt_id', nullable: true })
  receiptId: string | null;

  @Column('numeric', { name: 'amount_usd', nullable: true })
  amountUsd: string | null;

  @Column('timestamptz', { name: 'occurred_at', nullable: true })
  occurredAt: Date | null;

  @Column('text', { name: 'likely_cause' })
  likelyCause: string;

  @Column('uuid', { name: 'first_run_id' })
  firstRunId: string;

  /** The latest run in which it was left over. */
  @Column('uuid', { name: 'last_run_id' })
  lastRunId: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt: Date | null;

  @Column('uuid', { name: 'closed_by', nullable: true })
  closedBy: string | null;

  @Column('text', { nullable: true })
  note: string | null;
}
