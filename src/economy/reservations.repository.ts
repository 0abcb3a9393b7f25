import { Injectable } from '@nestjs/common';
import type { StatementPart } from '../platform/database/statement';
import type { Reservation } from './reservations';

export type ReservationFacts = [
  userId: string,
  orderLineId: string,
  productId: string,
  quantity: number,
  isStockCounted: boolean,
  periodStart: string | null,
];

export type ReservationRow = Reservation & { userId: string };

/** A line of an order of this player. */
export interface NamedLine {
  userId: string;
  orderLineId: string;
}

@Injectable()
export class ReservationsRepository {
  /** What is kept for these lines, as `ReservationFacts`. */
  readPart(named: readonly NamedLine[]): StatementPart {
    return {
      name: 'reservations',
      sql: `
        select json_agg(json_build_array(r.user_id, r.order_line_id, r.product_id, r.quantity, r.is_stock_counted,
          r.period_start))
        from unnest($1::uuid[], $2::uuid[]) as named(user_id, order_line_id)
        cross join lateral (
          select * from reservations where user_id = named.user_id and order_line_id = named.order_line_id offset 0) r`,
      params: [named.map(({ userId }) => userId), named.map(({ orderLineId }) => orderLineId)],
    };
  }

  writePart(rows: readonly ReservationRow[]): StatementPart {
    return {
      name: 'reservations',
      sql: `
        insert into reservations (user_id, order_line_id, product_id, quantity, is_stock_counted, period_start)
        select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::boolean[], $6::date[])`,
      params: [
        rows.map((row) => row.userId),
        rows.map((row) => row.orderLineId),
        rows.map((row) => row.productId),
        rows.map((row) => row.quantity),
        rows.map((row) => String(row.isStockCounted)),
        rows.map((row) => row.periodStart),
      ],
    };
  }

  endPart(ended: readonly NamedLine[]): StatementPart {
    return {
      name: 'ended reservations',
      sql: `
        delete from reservations r using unnest($1::uuid[], $2::uuid[]) as ended(user_id, order_line_id)
        where r.user_id = ended.user_id and r.order_line_id = ended.order_line_id`,
      params: [ended.map(({ userId }) => userId), ended.map(({ orderLineId }) => orderLineId)],
    };
  }
}
