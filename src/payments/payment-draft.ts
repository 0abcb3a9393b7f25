import type { OrderWithLines } from '../orders/orders.service';
import type { PaymentDraft } from './payment-provider';
import type { Payment } from './payment.entity';

/** What the provider is told of an order. */
export function paymentDraft({ id, amount, currency }: Payment, order: OrderWithLines): PaymentDraft {
  return {
    paymentId: id,
    orderId: order.id,
    userId: order.userId,
    amount,
    currency,
    returnUrl: order.returnUrl,
    expiresAt: order.expiresAt,
    lines: order.lines.map(({ id: orderLineId, sku, name, quantity, unitPrice, amount: price }) => ({
      orderLineId,
      sku,
      name,
      quantity,
      unitPrice,
      amount: price,
    })),
  };
}
