import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Why a player may not buy with money: what became of one order. */
@Entity('purchase_blocks')
export class PurchaseBlock {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  @PrimaryColumn('uuid', { name: 'order_id' })
  orderId: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** Present when finance let the player buy again. */
  @Column('timestamptz', { name: 'lifted_at', nullable: true })
  liftedAt: Date | null;

  @Column('uuid', { name: 'lifted_by', nullable: true })
  liftedBy: string | null;
}
