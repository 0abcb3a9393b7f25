import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

/** What a player is paid for one reason. Rules are never deleted, only switched off: claims refer to them. */
@Entity('reward_rules')
export class RewardRule {
  @PrimaryColumn('uuid')
  id: string;

  /** As it was written; what players name to be paid. */
  @Column('text')
  reason: string;

  /** The reason in lower case as JavaScript makes it, so that no collation of the database has a say in what is the same. */
  @Column('text', { name: 'reason_key', unique: true })
  reasonKey: string;

  @Column('text')
  currency: string;

  /** Paid each time. Exactly one of this and `maxAmount` is set; both are in smallest units of the currency. */
  @Column('bigint', { transformer: bigint, nullable: true })
  amount: number | null;

  /** The most that may be asked for at once. */
  @Column('bigint', { name: 'max_amount', transformer: bigint, nullable: true })
  maxAmount: number | null;

  /** Per player and UTC calendar day. Null, here and below: no bound. */
  @Column('bigint', { name: 'daily_amount', transformer: bigint, nullable: true })
  dailyAmount: number | null;

  @Column('bigint', { name: 'daily_times', transformer: bigint, nullable: true })
  dailyTimes: number | null;

  /** Per player, for ever. */
  @Column('bigint', { name: 'total_amount', transformer: bigint, nullable: true })
  totalAmount: number | null;

  @Column('bigint', { name: 'total_times', transformer: bigint, nullable: true })
  totalTimes: number | null;

  @Column('integer', { name: 'cooldown_seconds', nullable: true })
  cooldownSeconds: number | null;

  @Column('boolean', { name: 'is_active', default: true })
  isActive: boolean;

  /** Grows with every change; `If-Match` against it prevents lost edits. */
  @Column('integer', { default: 1 })
  version: number;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date;
}
