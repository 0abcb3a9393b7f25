import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { StatementPart } from '../platform/database/statement';
import type { Fulfilment } from './fulfilments';

export type FulfilmentFacts = [
  userId: string,
  orderLineId: string,
  orderId: string,
  currency: string | null,
  productId: string | null,
  granted: number,
  taken: number,
  owed: number,
  createdAt: string,
];

export type FulfilmentRow = Fulfilment & { userId: string };

const FACTS = `json_build_array(f.user_id, f.order_line_id, f.order_id, f.currency, f.product_id, f.granted, f.taken,
  f.owed, f.created_at)`;

@Injectable()
export class FulfilmentsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** What a player owes for, the oldest first. */
  findOwed(userId: string): Promise<(Omit<FulfilmentRow, 'createdAt'> & { createdAt: Date })[]> {
    return this.dataSource.query(
      `select user_id as "userId", order_line_id as "orderLineId", order_id as "orderId", currency,
        product_id as "productId", granted::float8 as granted, taken::float8 as taken, owed::float8 as owed,
        created_at as "createdAt"
      from fulfilments where user_id = $1 and owed > 0 order by order_line_id`,
      [userId],
    );
  }

  /** Everything that these players owe for, as `FulfilmentFacts`. */
  debtsPart(userIds: readonly string[]): StatementPart {
    return {
      name: 'debts',
      sql: `
        select json_agg(${FACTS}) from unnest($1::uuid[]) as named(user_id)
        cross join lateral (select * from fulfilments where user_id = named.user_id and owed > 0 offset 0) f`,
      params: [userIds],
    };
  }

  /** What these lines gave, as `FulfilmentFacts`. */
  linesPart(named: readonly { userId: string; orderLineId: string }[]): StatementPart {
    return {
      name: 'fulfilments',
      sql: `
        select json_agg(${FACTS}) from unnest($1::uuid[], $2::uuid[]) as named(user_id, order_line_id)
        cross join lateral (
          select * from fulfilments where user_id = named.user_id and order_line_id = named.order_line_id offset 0) f`,
      params: [named.map(({ userId }) => userId), named.map(({ orderLineId }) => orderLineId)],
    };
  }

  writePart(rows: readonly FulfilmentRow[]): StatementPart {
    return {
      name: 'fulfilments',
      sql: `
        insert into fulfilments (user_id, order_line_id, order_id, currency, product_id, granted, taken, owed, created_at)
        select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::bigint[], $7::bigint[],
          $8::bigint[], $9::timestamptz[])
        on conflict (user_id, order_line_id) do update set taken = excluded.taken, owed = excluded.owed`,
      params: [
        rows.map((row) => row.userId),
        rows.map((row) => row.orderLineId),
        rows.map((row) => row.orderId),
        rows.map((row) => row.currency),
        rows.map((row) => row.productId),
        rows.map((row) => row.granted),
        rows.map((row) => row.taken),
        rows.map((row) => row.owed),
        rows.map((row) => row.createdAt),
      ],
    };
  }
}
