import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { LocalizedTexts, ProductSummary } from '../products/products.service';

/** Counts of a bucket; `bucket` is its place among them. */
export interface SoldRow {
  bucket: number;
  purchases: number;
  units: number;
}

export interface MoneyRow {
  bucket: number;
  currency: string;
  orders: number;
  /** Decimal text. */
  revenue: string;
}

/** Null for all buckets together. */
export interface PayersRow {
  bucket: number | null;
  payers: number;
}

export interface BestSeller extends ProductSummary {
  localized: LocalizedTexts;
  purchases: number;
  units: number;
}

/** Of the orders that money came for, less what went back; the day is that on which it came. */
const PAID = `
  select width_bucket(o.paid_at, $1::timestamptz[]) - 1 as bucket, o.user_id, p.currency,
    p.received - p.returned - p.to_return as net
  from orders o join payments p on p.user_id = o.user_id and p.order_id = o.id
  where o.paid_at >= $2 and o.paid_at < $3`;

/** `edges` are the beginnings of the buckets, in milliseconds, and the end of the last. */
@Injectable()
export class SalesQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** What was bought for coins, as `CountSales` has counted it by now. */
  sold(edges: readonly number[]): Promise<SoldRow[]> {
    return this.dataSource.query(
      `
      select width_bucket(hour, $1::timestamptz[]) - 1 as bucket, sum(purchases)::float8 as purchases,
        sum(units)::float8 as units
      from product_sales where hour >= $2 and hour < $3 group by 1`,
      bounds(edges),
    );
  }

  bestSellers(edges: readonly number[], limit: number): Promise<BestSeller[]> {
    const [, from, to] = bounds(edges);
    return this.dataSource.query(
      `
      select p.id, p.sku, p.name, p.type, p.localized, s.purchases, s.units
      from (
        select product_id, sum(purchases)::float8 as purchases, sum(units)::float8 as units from product_sales
        where hour >= $1 and hour < $2 group by 1 order by 2 desc, 3 desc, 1 limit $3) s
      join products p on p.id = s.product_id order by s.purchases desc, s.units desc, p.id`,
      [from, to, limit],
    );
  }

  money(edges: readonly number[]): Promise<MoneyRow[]> {
    return this.dataSource.query(
      `
      select bucket, currency, count(*)::float8 as orders, sum(net)::text as revenue from (${PAID}) paid
      group by 1, 2 order by 1, 2`,
      bounds(edges),
    );
  }

  /** Who paid and did not get all of it back. */
  payers(edges: readonly number[]): Promise<PayersRow[]> {
    return this.dataSource.query(
      `
      select bucket, count(distinct user_id)::float8 as payers from (${PAID}) paid where net > 0
      group by grouping sets ((bucket), ())`,
      bounds(edges),
    );
  }
}

function bounds(edges: readonly number[]): [edges: string[], from: string, to: string] {
  const times = edges.map((ms) => new Date(ms).toISOString());
  return [times, times[0], times[times.length - 1]];
}
