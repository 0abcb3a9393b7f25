import { Injectable } from '@nestjs/common';
import { type OrderView, orderView, type OrderWithLines } from './order.view';
import { RefundedQuery } from './refunded.query';

/** Orders as the API shows them, with what came of their money. */
@Injectable()
export class OrderViews {
  constructor(private readonly refunded: RefundedQuery) {}

  async of(order: OrderWithLines): Promise<OrderView> {
    return (await this.ofOnePlayer([order]))[0];
  }

  /** All of one player. */
  async ofOnePlayer(orders: readonly OrderWithLines[]): Promise<OrderView[]> {
    if (orders.length === 0) return [];
    const ids = orders.map(({ id }) => id);
    const refunded = await this.refunded.find(orders[0].userId, ids);
    return orders.map((order) => orderView(order, refunded.get(order.id) ?? 0));
  }
}
