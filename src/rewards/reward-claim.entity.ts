import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

/** What one player was paid under one rule so far. Only the economy engine changes it, with the account locked. */
@Entity('reward_claims')
export class RewardClaim {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  @PrimaryColumn('uuid', { name: 'rule_id' })
  ruleId: string;

  /** The UTC calendar day that the next two count, `YYYY-MM-DD`. */
  @Column('date')
  day: string;

  @Column('bigint', { name: 'day_amount', transformer: bigint })
  dayAmount: number;

  @Column('bigint', { name: 'day_times', transformer: bigint })
  dayTimes: number;

  @Column('bigint', { name: 'total_amount', transformer: bigint })
  totalAmount: number;

  @Column('bigint', { name: 'total_times', transformer: bigint })
  totalTimes: number;

  @Column('timestamptz', { name: 'last_at' })
  lastAt: Date;
}
