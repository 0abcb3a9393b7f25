import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

/** What one currency pack turns into when it is paid for. */
@Entity('product_contents')
export class ProductContent {
  @PrimaryColumn('uuid', { name: 'product_id' })
  productId: string;

  @PrimaryColumn('text')
  currency: string;

  /** In smallest units of the currency, above zero. */
  @Column('bigint', { transformer: bigint })
  amount: number;
}
