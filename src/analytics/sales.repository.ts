import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';

export interface Sale {
  productId: string;
  quantity: number;
  /** ISO 8601. */
  at: string;
}

/** `product_sales`: completed purchases per hour and product. */
@Injectable()
export class SalesRepository {
  async add(tx: Tx, sales: readonly Sale[]): Promise<void> {
    await tx.send({
      name: 'count sales',
      sql: `
        insert into product_sales (hour, product_id, purchases, units)
        select date_trunc('hour', at) as hour, product_id, count(*), sum(quantity)
        from unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) as sale(product_id, quantity, at)
        group by 1, 2 order by 1, 2
        on conflict (hour, product_id) do update
        set purchases = product_sales.purchases + excluded.purchases, units = product_sales.units + excluded.units`,
      params: [sales.map((sale) => sale.productId), sales.map((sale) => sale.quantity), sales.map((sale) => sale.at)],
    });
  }
}
