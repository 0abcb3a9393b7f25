import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

/** How many of a product a player holds; 0 once all are used. Only the economy engine changes it. */
@Entity('inventory')
export class InventoryItem {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  @PrimaryColumn('uuid', { name: 'product_id' })
  productId: string;

  @Column('bigint', { transformer: bigint })
  quantity: number;

  /** When the first of those held now was obtained. */
  @Column('timestamptz', { name: 'purchased_at' })
  purchasedAt: Date;
}
