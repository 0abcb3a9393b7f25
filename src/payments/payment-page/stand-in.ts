import type { OrderWithLines } from '../../orders/orders.service';
import type { Payment } from '../payment.entity';

/** Every stand-in there is; see `payments.module.ts`. */
export const STAND_INS = Symbol('STAND_INS');

/** Something that can be done to a payment on our own payment page. */
export interface PageButton {
  label: string;
  /** What is asked beside it: how much goes back (`all`: nothing is everything), and why. */
  amount?: 'all' | 'part';
  codes?: readonly { code: string; label: string }[];
}

export interface Press {
  payment: Payment;
  order: OrderWithLines;
  /** Decimal places of the payment's currency. */
  scale: number;
  action: string;
  /** In smallest units; null: none was given. */
  amount: number | null;
  /** One of the button's codes, or empty where it has none. */
  code: string;
  /** A new one for each page shown: the same form sent twice is one. */
  nonce: string;
}

/**
 * Plays a provider's part on our own payment page: what its payers can do there, and what it tells us of that, in its own
 * words, proven as it proves them, over HTTP. Never in production.
 */
export interface StandIn {
  /** Whose payments it plays. */
  readonly provider: string;
  readonly isOn: boolean;
  readonly title: string;
  /** By their actions. */
  readonly buttons: Readonly<Record<string, PageButton>>;

  /** @returns whether we took what was told */
  press(press: Press): Promise<boolean>;
}
