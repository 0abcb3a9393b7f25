import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

/**
 * Double entry in one row: the player's account moves by `amount`, `counterAccount` by its opposite. Never updated or
 * deleted; a trigger refuses.
 */
@Entity('ledger_entries')
export class LedgerEntry {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  /** Gapless per player, drawn under the lock on the player's account. */
  @PrimaryColumn('bigint', { transformer: bigint })
  seq: number;

  @Column('uuid', { name: 'transaction_id' })
  transactionId: string;

  /** Exactly one of `currency` and `productId` names what moved. */
  @Column('text', { nullable: true })
  currency: string | null;

  @Column('uuid', { name: 'product_id', nullable: true })
  productId: string | null;

  @Column('bigint', { transformer: bigint })
  amount: number;

  @Column('bigint', { name: 'balance_after', transformer: bigint })
  balanceAfter: number;

  /** A source (`source:top_up`) or a sink (`sink:purchase`). */
  @Column('text', { name: 'counter_account' })
  counterAccount: string;

  @Column('uuid', { name: 'order_line_id', nullable: true })
  orderLineId: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
