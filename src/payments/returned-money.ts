import type { PaymentFact, RefundedFact } from './payment-fact';
import { moneyOf, type SettledLine } from './reversed-lines';

export type Paid = Extract<PaymentFact, { kind: 'paid' }>;
export type Chargeback = Extract<PaymentFact, { kind: 'charged_back' }>;

/** What sent money back. */
export interface Returns {
  refunds: readonly RefundedFact[];
  chargebacks: readonly Chargeback[];
}

/**
 * How much of these payments went back. Of each at most what it brought, however many refunds name it; what names no
 * payment comes out of all of them together. What names a payment that is not among them waits for it.
 */
export function returnedMoney(
  payments: readonly Paid[],
  { refunds, chargebacks }: Returns,
  lines: readonly SettledLine[],
): number {
  const isBack = (paymentId?: string) => chargebacks.some((chargeback) => chargeback.paymentId === paymentId);
  const refunded = (paymentId?: string) =>
    sum(refunds.filter((refund) => refund.paymentId === paymentId).map((refund) => moneyOf(refund, lines) ?? Infinity));
  const named = payments.map(({ externalId, amount }) =>
    isBack(externalId) ? amount : Math.min(amount, refunded(externalId)),
  );
  const unnamed = isBack() ? Infinity : refunded();
  return Math.min(sum(payments.map(({ amount }) => amount)), sum(named) + unnamed);
}

/** Of money in another currency than the order's only all can be told to be back: sums are in that of the order. */
export function isAllBack(payments: readonly Paid[], { refunds, chargebacks }: Returns): boolean {
  const whole = refunds.filter(
    ({ paymentId, amount, lines }) => (amount === null && !lines) || paymentId !== undefined,
  );
  return payments.every((paid) => returnedMoney([paid], { refunds: whole, chargebacks }, []) === paid.amount);
}

/** What counts: what names no payment, or one that is known. */
export function ofKnown<T extends { paymentId?: string }>(facts: readonly T[], payments: readonly Paid[]): T[] {
  return facts.filter(
    ({ paymentId }) => paymentId === undefined || payments.some(({ externalId }) => externalId === paymentId),
  );
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
