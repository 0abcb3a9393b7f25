import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

@Entity('currencies')
export class Currency {
  /** Such as `COIN` or `USD`. */
  @PrimaryColumn('text')
  code: string;

  @Column('text', { default: '' })
  name: string;

  @Column('text')
  kind: 'virtual' | 'real';

  /** Decimal places between the smallest unit, in which everything is counted, and the unit people name. */
  @Column('smallint', { default: 0 })
  scale: number;

  /** The most one wallet may hold, in smallest units. */
  @Column('bigint', { name: 'max_balance', transformer: bigint })
  maxBalance: number;

  /** Switched off: what is held stays, but nothing comes in and nothing is sold for it. */
  @Column('boolean', { name: 'is_active', default: true })
  isActive: boolean;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date;
}
