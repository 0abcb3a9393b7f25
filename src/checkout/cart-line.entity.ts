import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

/** So many of one good within a cart. */
@Entity('cart_lines')
export class CartLine {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  /** UUID v7: in the order in which they were added. */
  @PrimaryColumn('uuid')
  id: string;

  /** Either this, or a good that is owned elsewhere. */
  @Column('uuid', { name: 'product_id', nullable: true })
  productId: string | null;

  @Column('text', { name: 'sellable_source', nullable: true })
  sellableSource: string | null;

  @Column('text', { name: 'sellable_id', nullable: true })
  sellableId: string | null;

  @Column('bigint', { transformer: bigint })
  quantity: number;

  /** What one of it cost, by currency, when the player last put it in or was told that it had changed. */
  @Column('jsonb', { name: 'shown_prices', default: {} })
  shownPrices: Record<string, number>;

  @CreateDateColumn({ type: 'timestamptz', name: 'added_at' })
  addedAt: Date;
}
