import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

/** How much of an asset a member of staff moved alone on one day. Changed only with their account locked. */
@Entity('grant_spendings')
export class GrantSpending {
  /** The member of staff. */
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  /** UTC, `YYYY-MM-DD`. */
  @PrimaryColumn('date')
  day: string;

  @PrimaryColumn('text')
  asset: string;

  /** Grants and revocations alike. */
  @Column('bigint', { transformer: bigint })
  amount: number;
}
