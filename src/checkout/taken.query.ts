import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** How many of limited products a player has taken in the period that runs now. */
@Injectable()
export class TakenQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findAll(userId: string, productIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (productIds.length === 0) return new Map();
    const rows = await this.dataSource.query<{ product_id: string; taken: string }[]>(
      `select c.product_id, c.taken from purchase_counts c join products p on p.id = c.product_id
       where c.user_id = $1 and c.product_id = any($2::uuid[]) and c.period_start =
         case p.limit_period when 'lifetime' then date '0001-01-01'
         else date_trunc(p.limit_period, now() at time zone 'UTC')::date end`,
      [userId, productIds],
    );
    return new Map(rows.map(({ product_id, taken }) => [product_id, Number(taken)]));
  }
}
