import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { SellableSource } from './sellable';

/** What of other owners' goods lies in carts. */
@Injectable()
export class CartedQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Each id once, in order, behind `after`. */
  async findIds(source: SellableSource, after: string, limit: number): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `select distinct sellable_id as id from cart_lines
       where sellable_source = $1 and sellable_id > $2 order by sellable_id limit $3`,
      [source, after, limit],
    );
    return rows.map(({ id }) => id);
  }
}
