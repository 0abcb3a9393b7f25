import type { OutboxEvent } from '../platform/outbox/outbox-event';
import type { OrderStatus } from './order-moves';
import type { Order } from './order.entity';
import {
  OrderCancelled,
  OrderChargedBack,
  OrderExpired,
  OrderPaid,
  OrderPartiallyRefunded,
  OrderPlaced,
  OrderRefunded,
} from './orders.events';

/** Of what was given, taken back and given again the engine tells (`OrderFulfilled`, `OrderReversed`). */
const TOLD_BY_THE_ENGINE = null;

const EVENTS = {
  pending: OrderPlaced,
  paid: OrderPaid,
  fulfilled: TOLD_BY_THE_ENGINE,
  partially_refunded: OrderPartiallyRefunded,
  refunded: OrderRefunded,
  charged_back: OrderChargedBack,
  cancelled: OrderCancelled,
  expired: OrderExpired,
} satisfies Record<OrderStatus, object | null>;

/** What there is to tell of an order that has just come to its status, or come to it once more. */
export function orderEvent({ id, userId, status, total, currency }: Order, at: Date): OutboxEvent[] {
  const Event = EVENTS[status];
  return Event === null ? [] : [new Event(id, userId, total, currency, at.toISOString())];
}
