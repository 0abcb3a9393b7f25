import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

/** So many of one good within an order, at the price of the checkout. */
@Entity('order_lines')
export class OrderLine {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  @PrimaryColumn('uuid', { name: 'order_id' })
  orderId: string;

  /** UUID v7, in the order of the cart. */
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'product_id' })
  productId: string;

  @Column('text')
  sku: string;

  /** What it was called then. */
  @Column('text')
  name: string;

  @Column('bigint', { transformer: bigint })
  quantity: number;

  @Column('bigint', { name: 'unit_price', transformer: bigint })
  unitPrice: number;

  /** Of the whole line. */
  @Column('bigint', { transformer: bigint })
  amount: number;

  /** Of a currency pack: what the whole line turns into. */
  @Column('text', { name: 'coins_currency', nullable: true })
  coinsCurrency: string | null;

  @Column('bigint', { name: 'coins_amount', transformer: bigint, nullable: true })
  coinsAmount: number | null;

  /** Of a good that is owned elsewhere: by whom, and what they call it. */
  @Column('text', { name: 'sellable_source', nullable: true })
  sellableSource: string | null;

  @Column('text', { name: 'sellable_id', nullable: true })
  sellableId: string | null;
}
