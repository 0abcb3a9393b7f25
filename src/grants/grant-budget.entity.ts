import { Column, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';
import type { Role } from '../platform/security/principal';

/** How much of an asset a member of staff in this role may grant and revoke alone in a UTC day. */
@Entity('grant_budgets')
export class GrantBudget {
  @PrimaryColumn('text')
  role: Role;

  /** An `AssetName`; with `*` for every currency or product that has no row of its own. */
  @PrimaryColumn('text')
  asset: string;

  @Column('bigint', { name: 'per_day', transformer: bigint })
  perDay: number;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date;
}
