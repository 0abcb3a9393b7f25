import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint } from '../platform/database/bigint';

/** What a product costs in one currency, coins and real money alike. */
@Entity('prices')
export class Price {
  @PrimaryColumn('uuid', { name: 'product_id' })
  productId: string;

  @PrimaryColumn('text')
  currency: string;

  /** In smallest units of the currency, above zero. */
  @Column('bigint', { transformer: bigint })
  amount: number;
}
