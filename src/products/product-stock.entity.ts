import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

/** How many of a product with limited stock were sold, or are kept for orders that are not paid yet. */
@Entity('product_stock')
export class ProductStock {
  @PrimaryColumn('uuid', { name: 'product_id' })
  productId: string;

  @Column('bigint', { transformer: bigint, default: 0 })
  taken: number;
}
