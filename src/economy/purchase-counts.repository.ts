import { Injectable } from '@nestjs/common';
import type { StatementPart } from '../platform/database/statement';

export interface PurchaseCountRow {
  userId: string;
  productId: string;
  /** `YYYY-MM-DD` */
  periodStart: string;
  taken: number;
}

export type PurchaseCountFacts = [userId: string, productId: string, periodStart: string, taken: number];

/** Reservations end long before the count of a period of that age could be asked for. */
const LONGEST_PERIOD = `interval '62 days'`;

@Injectable()
export class PurchaseCountsRepository {
  /** What these players took of these products, for ever and lately, as `PurchaseCountFacts`. */
  countsPart(named: readonly { userId: string; productId: string }[]): StatementPart {
    return {
      name: 'counts',
      sql: `
        select json_agg(json_build_array(c.user_id, c.product_id, c.period_start, c.taken))
        from unnest($1::uuid[], $2::uuid[]) as named(user_id, product_id)
        cross join lateral (
          select * from purchase_counts where user_id = named.user_id and product_id = named.product_id
            and (period_start = '0001-01-01' or period_start > current_date - ${LONGEST_PERIOD}) offset 0) c`,
      params: [named.map(({ userId }) => userId), named.map(({ productId }) => productId)],
    };
  }

  writePart(rows: readonly PurchaseCountRow[]): StatementPart {
    return {
      name: 'counts',
      sql: `
        insert into purchase_counts (user_id, product_id, period_start, taken)
        select * from unnest($1::uuid[], $2::uuid[], $3::date[], $4::bigint[])
        on conflict (user_id, product_id, period_start) do update set taken = excluded.taken`,
      params: [
        rows.map((row) => row.userId),
        rows.map((row) => row.productId),
        rows.map((row) => row.periodStart),
        rows.map((row) => row.taken),
      ],
    };
  }
}
