import type { RefundPolicies, RefundPolicy } from '../platform/config/shop-settings';
import { type PaymentFact, type RefundedFact, withFact } from './payment-fact';
import { everything, moneyOf, reversedLines, type SettledLine } from './reversed-lines';

/** What of an order and its payment a settlement depends on, beside the facts. */
export interface SettledOrder {
  total: number;
  currency: string;
  lines: readonly SettledLine[];
  /** When we gave the order up; null: we did not. */
  closedAt: Date | null;
}

/** What the order has come to; whether it was given also asks the engine. */
export type MoneyStatus = 'unpaid' | 'cancelled' | 'paid' | 'partially_refunded' | 'refunded' | 'charged_back';

/** Why nothing is given although money came. */
export type Hindrance = 'ended' | 'amount_mismatch';

/** What the facts add up to. */
export interface Settlement {
  status: MoneyStatus;
  /** Whether what was bought is to be given, if it was not. */
  isDue: boolean;
  hindrance: Hindrance | null;
  /** By order line, in units of what it gave: how much of it is not the player's any more. */
  reversed: ReadonlyMap<string, number>;
  isBlocking: boolean;
  received: number;
  returned: number;
  /** More than the order costs. */
  surplus: number;
}

type Paid = Extract<PaymentFact, { kind: 'paid' }>;
type Chargeback = Extract<PaymentFact, { kind: 'charged_back' }>;

/**
 * What a set of facts means. It knows neither their order nor how often each was told: a refund may come before its
 * payment, and a dispute be won before it was heard of.
 */
export function settle(order: SettledOrder, told: readonly PaymentFact[], policies: RefundPolicies): Settlement {
  const facts = told.reduce<readonly PaymentFact[]>(withFact, []);
  const payments = facts.filter((fact): fact is Paid => fact.kind === 'paid');
  const reasons = refundReasons(facts);
  const refunds = eachOnce(reasons);
  const chargebacks = openChargebacks(facts);

  const received = payments.reduce((sum, { amount }) => sum + amount, 0);
  const surplus = Math.max(0, received - order.total);
  const returned = chargebacks.length > 0 ? received : Math.min(received, refundedMoney(order, refunds));
  const hindrance = hindranceOf(order, payments);
  const policiesInForce = [
    ...reasons.map(({ code }) => policyFor(policies, code, 'refund')),
    ...chargebacks.map(({ code }) => policyFor(policies, code ?? null, 'chargeback')),
  ];
  return {
    status: statusOf(facts, { received, refunded: refundedMoney(order, refunds), isDisputed: chargebacks.length > 0 }),
    isDue: payments.length > 0 && hindrance === null,
    hindrance,
    reversed: chargebacks.some(({ code }) => takesBack(policies, code ?? null, 'chargeback'))
      ? everything(order.lines)
      : reversedLines(
          order.lines,
          eachOnce(reasons.filter(({ code }) => takesBack(policies, code, 'refund'))),
          surplus,
        ),
    isBlocking: received > 0 && policiesInForce.includes('block_purchases'),
    received,
    returned,
    surplus,
  };
}

/** The reason's own policy, else the one for its kind. */
export function policyFor(policies: RefundPolicies, code: string | null, kind: 'refund' | 'chargeback'): RefundPolicy {
  return (code === null ? undefined : policies[code]) ?? policies[kind] ?? 'take_back';
}

/** Of a refund that was told with a reason and also without one, the reason counts. */
function refundReasons(facts: readonly PaymentFact[]): RefundedFact[] {
  const told = facts.filter((fact): fact is RefundedFact => fact.kind === 'refunded');
  const reasoned = new Set(told.flatMap(({ refundId, code }) => (code === null ? [] : [refundId])));
  return told.filter(({ refundId, code }) => code !== null || !reasoned.has(refundId));
}

/** A refund is one, however many reasons there are for it. */
function eachOnce(reasons: readonly RefundedFact[]): RefundedFact[] {
  return [...new Map(reasons.map((refund) => [refund.refundId, refund])).values()];
}

function openChargebacks(facts: readonly PaymentFact[]): Chargeback[] {
  const won = new Set(facts.flatMap((fact) => (fact.kind === 'dispute_won' ? [fact.disputeId ?? ''] : [])));
  return facts.filter((fact): fact is Chargeback => fact.kind === 'charged_back' && !won.has(fact.disputeId ?? ''));
}

function refundedMoney({ lines }: SettledOrder, refunds: readonly RefundedFact[]): number {
  return refunds.reduce((sum, refund) => sum + (moneyOf(refund, lines) ?? Infinity), 0);
}

function takesBack(policies: RefundPolicies, code: string | null, kind: 'refund' | 'chargeback'): boolean {
  return policyFor(policies, code, kind) !== 'keep';
}

/** Money that came before we gave the order up is in time, whenever we hear of it. */
function hindranceOf({ total, currency, closedAt }: SettledOrder, payments: readonly Paid[]): Hindrance | null {
  if (payments.length === 0) return null;
  const right = payments.filter((paid) => paid.amount === total && paid.currency === currency);
  if (right.length === 0) return 'amount_mismatch';
  const inTime = closedAt === null || right.some(({ at }) => Date.parse(at) <= closedAt.getTime());
  return inTime ? null : 'ended';
}

function statusOf(
  facts: readonly PaymentFact[],
  { received, refunded, isDisputed }: { received: number; refunded: number; isDisputed: boolean },
): MoneyStatus {
  if (received === 0) return facts.some(({ kind }) => kind === 'cancelled') ? 'cancelled' : 'unpaid';
  if (refunded >= received) return 'refunded';
  if (isDisputed) return 'charged_back';
  return refunded > 0 ? 'partially_refunded' : 'paid';
}
