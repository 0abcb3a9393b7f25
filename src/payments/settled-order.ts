import type { OrderWithLines } from '../orders/orders.service';
import type { Payment } from './payment.entity';
import type { SettledOrder } from './settlement';

/** What of an order its settlement depends on. */
export function settledOrder(order: OrderWithLines, { closedAt }: Pick<Payment, 'closedAt'>): SettledOrder {
  return {
    total: order.total,
    currency: order.currency,
    closedAt,
    lines: order.lines.map(({ id, quantity, unitPrice, amount, coinsAmount }) => ({
      id,
      quantity,
      unitPrice,
      amount,
      coins: coinsAmount,
    })),
  };
}
