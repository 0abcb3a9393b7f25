import type { Tx } from '../platform/database/unit-of-work';

/** Every provider there is; see `payment-providers.ts`. */
export const PAYMENT_PROVIDERS = Symbol('PAYMENT_PROVIDERS');

export interface PaymentDraftLine {
  orderLineId: string;
  sku: string;
  name: string;
  quantity: number;
  /** In smallest units of the currency, each and together. */
  unitPrice: number;
  amount: number;
}

/** What a provider is asked to collect. */
export interface PaymentDraft {
  paymentId: string;
  orderId: string;
  userId: string;
  /** In smallest units of `currency`. */
  amount: number;
  currency: string;
  /** Where the payer goes afterwards. */
  returnUrl: string | null;
  /** Until when the order waits. */
  expiresAt: Date;
  lines: readonly PaymentDraftLine[];
}

/** What of a payment is to go back. */
export interface RefundDraft {
  /** The same for every repetition; the notification that tells of the refund should name it as `refundId`. */
  refundId: string;
  amount: number;
  lines: readonly { orderLineId: string; quantity: number }[] | null;
  /** What finance wrote. */
  reason: string;
}

/** Whoever collects money for us. What it tells us afterwards goes through `NotificationsService`. */
export interface PaymentProvider {
  /** As it is called in requests, orders and addresses: lower case. */
  readonly name: string;
  /** Null: whatever the order is in. */
  readonly currencies: readonly string[] | null;
  /** How long an order of its waits to be paid. */
  readonly expiresAfterMs: number;
  /** Whether it is set up here. */
  readonly isEnabled: boolean;

  /** Makes the address where the order is paid; may be asked again for the same payment. Outside any transaction. */
  createPayment(payment: PaymentDraft): Promise<{ url: string }>;

  /** Whether somebody is about to pay the locked order, so that nothing of it may change. Absent: nobody can tell. */
  isBeingPaid?(tx: Tx, orderId: string): Promise<boolean>;

  /** Asks for money to go back. That it went, the provider tells by a notification. Absent: it cannot be asked from here. */
  refund?(payment: PaymentDraft, refund: RefundDraft): Promise<void>;
}
