import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { exact } from '../platform/database/bigint';
import type { OrderStatus } from '../orders/order-moves';
import type { PaymentFact } from './payment-fact';
import type { PaymentView } from './payment.view';

export interface PaymentFilter {
  /** Only what finance must look at. */
  attention?: boolean;
  userId?: string;
  provider?: string;
  orderStatus?: OrderStatus;
  /** The last 8 characters of the order's id. */
  orderNumber?: string;
}

interface Row {
  id: string;
  order_id: string;
  user_id: string;
  provider: string;
  order_status: string;
  attention: string | null;
  amount: string;
  currency: string;
  received: string;
  returned: string;
  to_return: string;
  facts: PaymentFact[];
  created_at: Date;
  closed_at: Date | null;
}

/** Payments beside what became of their orders. */
@Injectable()
export class PaymentsQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Newest first, those before `before` (an id). */
  async findPage(
    { attention, userId, provider, orderStatus, orderNumber }: PaymentFilter,
    limit: number,
    before?: string,
  ): Promise<PaymentView[]> {
    const rows = await this.dataSource.query<Row[]>(
      `select p.*, o.status as order_status, o.attention
       from payments p join orders o on o.user_id = p.user_id and o.id = p.order_id
       where ($1::boolean is null or (o.attention is not null) = $1)
         and ($2::uuid is null or p.user_id = $2) and ($3::text is null or p.provider = $3)
         and ($4::uuid is null or p.id < $4) and ($5::text is null or o.status = $5)
         and ($6::text is null or right(p.order_id::text, 8) = $6)
       order by p.id desc limit $7`,
      [
        ...[attention ?? null, userId ?? null, provider ?? null, before ?? null],
        ...[orderStatus ?? null, orderNumber ?? null, limit],
      ],
    );
    return rows.map(viewOf);
  }
}

function viewOf(row: Row): PaymentView {
  return {
    id: row.id,
    orderId: row.order_id,
    userId: row.user_id,
    provider: row.provider,
    orderStatus: row.order_status,
    attention: row.attention,
    amount: exact(row.amount),
    currency: row.currency,
    received: exact(row.received),
    returned: exact(row.returned),
    toReturn: exact(row.to_return),
    facts: row.facts,
    createdAt: row.created_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
  };
}
