import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { exact } from '../platform/database/bigint';
import type { LocalizedTexts } from '../products/products.service';

export interface PopularProduct {
  product: { id: string; sku: string; name: string; localized: LocalizedTexts; type: string; price: number | null };
  purchases: number;
  units: number;
}

export interface PopularProducts {
  items: PopularProduct[];
  since: string;
  until: string;
}

interface Row {
  since: Date;
  until: Date;
  id: string | null;
  sku: string;
  name: string;
  localized: LocalizedTexts;
  type: string;
  price: string | null;
  purchases: string;
  units: string;
}

const SINCE = `date_trunc('hour', now()) - interval '168 hours'`;

/**
 * What `CountSales` has counted, and the events that it has not: those past its position and those parked. One
 * statement is one snapshot, and position and counts move in one transaction, so that nothing is missed or counted
 * twice. A row of the outbox holds up to 1,000 events, numbered from its id.
 *
 * The planner must see how little is asked for, or it reads whole tables: hence the window is written out in the
 * condition, and $3 says what the position itself, being looked up by the statement, would say too late.
 */
const SQL = `
  with reader as (select coalesce((select position from outbox_readers where name = 'CountSales'), 0) as position),
  tail as materialized (select id, events from outbox_events where id > $3::bigint - 1000),
  uncounted as (
    select event->>'type' as type, event->'payload' as payload
    from tail, json_array_elements(events) with ordinality as numbered(event, number)
    where id + number - 1 > (select position from reader)
    union all
    select type, payload from outbox_parked where reader = 'CountSales'
  ),
  sales as (
    select product_id, purchases, units from product_sales where hour >= ${SINCE}
    union all
    select (payload->>'productId')::uuid, 1, (payload->>'quantity')::bigint from uncounted
    where type = 'product.purchased' and (payload->>'at')::timestamptz >= ${SINCE}
  ),
  totals as (
    select product_id, sum(purchases) as purchases, sum(units) as units from sales group by product_id
  ),
  popular as (
    select p.id, p.sku, p.name, p.localized, p.type, purchases, units from totals join products p on p.id = product_id
    where p.is_active order by purchases desc, units desc, p.id limit $1
  )
  select ${SINCE} as since, now() as until, popular.*, prices.amount as price
  from (select 1) as always
  left join popular on true
  left join prices on prices.product_id = popular.id and prices.currency = $2
  order by purchases desc, units desc, popular.id`;

@Injectable()
export class PopularProductsQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The products on sale that were bought most often in the last 168 whole hours and the one that is running. */
  async run(limit: number, currency: string): Promise<PopularProducts> {
    const [reader] = await this.dataSource.query<{ position: string }[]>(
      `select position from outbox_readers where name = 'CountSales'`,
    );
    const rows = await this.dataSource.query<[Row, ...Row[]]>(SQL, [limit, currency, reader?.position ?? 0]);
    const [{ since, until }] = rows;
    return { items: rows.flatMap(itemOf), since: since.toISOString(), until: until.toISOString() };
  }
}

function itemOf({ id, sku, name, localized, type, price, purchases, units }: Row): PopularProduct[] {
  if (id === null) return [];
  const product = { id, sku, name, localized, type, price: price === null ? null : exact(price) };
  return [{ product, purchases: exact(purchases), units: exact(units) }];
}
