import type { OrderWithLines } from '../orders/orders.service';
import type { PaymentFact } from './payment-fact';
import type { Payment } from './payment.entity';

/** What a provider told us, proven to be from it. */
export interface AcceptedNotification {
  provider: string;
  /** What it tells of, such as `payment`. */
  kind: string;
  /** The provider's name for it: told twice, with the same kind, it is one. */
  externalId: string;
  /** Null for what is about no order of ours: it is stored and nothing else. */
  orderId: string | null;
  /** Whom it is about where it is about no order: a player of ours or somebody else. */
  aboutUser?: string;
  /** Null: it changes nothing. */
  fact: PaymentFact | null;
  body: string;
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What claimed to be from a provider. */
export interface DoubtfulNotification {
  provider: string;
  /** Our word for why, such as `signature`. */
  reason: string;
  body: string;
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** An order and its payment, locked. */
export interface HeldPayment {
  order: OrderWithLines;
  payment: Payment;
}
