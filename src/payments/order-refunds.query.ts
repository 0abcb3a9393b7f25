import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { AskedRefund } from './asked-refund';
import { type NotedRefund, type OrderRefundView, orderRefunds } from './order-refund.view';
import type { PaymentFact } from './payment-fact';
import { PaymentNotFound } from './payments.errors';

interface Row {
  facts: PaymentFact[];
  asked: AskedRefund[];
  noted: NotedRefund[] | null;
}

/** What was asked to go back stands with the payment; who asked and why, in the audit log, which forgets it with the player. */
const SQL = `
  select p.facts, p.refunds_asked as asked, (
    select json_agg(json_build_object(
      'refundId', d.after::json ->> 'refundId', 'at', to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'actorId', l.actor_id, 'username', u.username, 'reason', d.after::json ->> 'reason'))
    from audit_log l join audit_details d on d.entry_id = l.id left join users u on u.id = l.actor_id
    where l.subject_id = p.user_id and l.target = 'order:' || p.order_id
      and l.action in ('order.refund_asked', 'order.refund_noted')
  ) as noted
  from payments p where p.order_id = $1`;

@Injectable()
export class OrderRefundsQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The newest first. @throws PaymentNotFound */
  async ofOrder(orderId: string): Promise<OrderRefundView[]> {
    const [row] = await this.dataSource.query<(Row | undefined)[]>(SQL, [orderId]);
    if (row === undefined) throw new PaymentNotFound();
    return orderRefunds(row.facts, row.asked, row.noted ?? []);
  }
}
