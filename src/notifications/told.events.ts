import {
  FundsAdded,
  GrantReceived,
  GrantRevoked,
  ItemUsed,
  OrderFulfilled,
  OrderReversed,
  ProductPurchased,
  RewardEarned,
} from '../economy/economy.events';
import {
  OrderCancelled,
  OrderChargedBack,
  OrderExpired,
  OrderPaid,
  OrderPartiallyRefunded,
  OrderPlaced,
  OrderRefunded,
} from '../orders/orders.events';
import type { EventClass } from '../platform/outbox/outbox-event';
import type { Facts } from './wording';

/** What players are told of, and game servers. Words of the API: they stay the same for ever. */
export const NOTIFICATION_TYPES = [
  'purchase.completed',
  'item.used',
  'funds.added',
  'funds.earned',
  'grant.received',
  'grant.revoked',
  'order.created',
  'order.paid',
  'order.fulfilled',
  'order.refunded',
  'order.charged_back',
  'order.reversed',
  'order.cancelled',
  'order.expired',
] as const;

export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/** What is told of an event. */
interface Telling<Event> {
  type: NotificationType;
  factsOf: (event: Event) => Facts;
}

type OrderMove = InstanceType<typeof OrderPaid>;
type StaffMove = InstanceType<typeof GrantReceived>;

const purchase: Telling<ProductPurchased> = {
  type: 'purchase.completed',
  factsOf: ({ transactionId, productId, quantity, currency, amount, balance }) => ({
    items: [{ id: productId, quantity }],
    transactionId,
    currency,
    amount,
    balance,
  }),
};

const use: Telling<ItemUsed> = {
  type: 'item.used',
  factsOf: ({ transactionId, productId, quantity }) => ({ transactionId, items: [{ id: productId, quantity }] }),
};

const topUp: Telling<FundsAdded> = {
  type: 'funds.added',
  factsOf: ({ transactionId, currency, amount, balance }) => ({ transactionId, currency, amount, balance }),
};

const reward: Telling<RewardEarned> = {
  type: 'funds.earned',
  factsOf: ({ transactionId, reason, currency, amount, balance }) => ({
    transactionId,
    reason,
    currency,
    amount,
    balance,
  }),
};

const staffMove = (type: NotificationType): Telling<StaffMove> => ({
  type,
  factsOf: ({ transactionId, currency, amount, productId, quantity }) => ({
    transactionId,
    ...(productId === null ? { currency, amount } : { items: [{ id: productId, quantity: quantity ?? 0 }] }),
  }),
});

const fulfilment: Telling<OrderFulfilled> = {
  type: 'order.fulfilled',
  factsOf: ({ transactionId, orderId, lines }) => ({
    orderId,
    transactionId,
    items: lines.map(({ productId, quantity }) => ({ id: productId, quantity })),
  }),
};

/** What came (`quantity`, `amount`), or went: below zero. Lines that were never touched are left out. */
const reversal: Telling<OrderReversed> = {
  type: 'order.reversed',
  factsOf: ({ transactionId, orderId, cause, lines }) => {
    // Events of earlier versions do not say what moved.
    const known = lines.filter(({ moved }) => (moved as number | undefined) !== undefined);
    const touched = known.filter(({ reversed, moved }) => reversed > 0 || moved !== 0);
    return {
      orderId,
      transactionId,
      cause,
      items: touched.flatMap(({ productId, currency, moved, owed }) =>
        currency === null ? [{ id: productId, quantity: moved, owed }] : [],
      ),
      currencies: touched.flatMap(({ currency, moved, owed }) =>
        currency === null ? [] : [{ currency, amount: moved, owed }],
      ),
    };
  },
};

const orderMove = (type: NotificationType, more: object = {}): Telling<OrderMove> => ({
  type,
  factsOf: ({ orderId, total, currency }) => ({ orderId, total, currency, ...more }),
});

/** Each event that somebody is told of. */
const TELLINGS = new Map<EventClass, Telling<never>>([
  [ProductPurchased, purchase],
  [ItemUsed, use],
  [FundsAdded, topUp],
  [RewardEarned, reward],
  [GrantReceived, staffMove('grant.received')],
  [GrantRevoked, staffMove('grant.revoked')],
  [OrderFulfilled, fulfilment],
  [OrderReversed, reversal],
  [OrderPlaced, orderMove('order.created')],
  [OrderPaid, orderMove('order.paid')],
  [OrderRefunded, orderMove('order.refunded', { isPartial: false })],
  [OrderPartiallyRefunded, orderMove('order.refunded', { isPartial: true })],
  [OrderChargedBack, orderMove('order.charged_back')],
  [OrderCancelled, orderMove('order.cancelled')],
  [OrderExpired, orderMove('order.expired')],
]);

/** What all events that are told of have in common. */
export interface ToldEvent {
  readonly userId: string;
  readonly at: string;
}

export const TOLD_EVENTS = [...TELLINGS.keys()] as readonly EventClass<ToldEvent>[];

export function tellingOf(event: ToldEvent): Telling<ToldEvent> {
  const telling = TELLINGS.get(event.constructor as unknown as EventClass);
  if (telling === undefined) throw new TypeError(`Nobody is told of ${event.constructor.name}.`);
  return telling as Telling<ToldEvent>;
}
