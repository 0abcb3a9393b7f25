import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** What a player will own once and for all when their orders are paid and given. */
@Injectable()
export class OrderedQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Ids and SKUs, for what others own has no id before it is sold. */
  async findPermanent(userId: string): Promise<ReadonlySet<string>> {
    const rows = await this.dataSource.query<{ product_id: string; sku: string }[]>(
      `select l.product_id, l.sku from orders o
       join order_lines l on l.user_id = o.user_id and l.order_id = o.id
       join products p on p.id = l.product_id
       where o.user_id = $1 and p.type = 'permanent'
         and (o.status = 'paid' or (o.status = 'pending' and o.expires_at > now()))`,
      [userId],
    );
    return new Set(rows.flatMap(({ product_id, sku }) => [product_id, sku]));
  }
}
