import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

@Entity('currencies')
export class Currency {
  /** Such as `COIN` or `USD`. */
  @PrimaryColumn('text')
  code: string;

  @Column('text')
  kind: 'virtual' | 'real';

  /** Decimal places between the smallest unit, in which everything is counted, and the unit people name. */
  @Column('smallint', { default: 0 })
  scale: number;

  /** The most one wallet may hold, in smallest units. */
  @Column('bigint', { name: 'max_balance', transformer: bigint })
  maxBalance: number;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;
}
