import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

/** What a player holds of one currency; it appears when first needed. Only the economy engine changes it. */
@Entity('wallets')
export class Wallet {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  @PrimaryColumn('text')
  currency: string;

  @Column('bigint', { transformer: bigint })
  balance: number;
}
