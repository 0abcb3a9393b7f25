import type { RefundPolicies, RefundPolicy } from '../platform/config/shop-settings';
import { type Disputed, inOneOrder, type PaymentFact, type RefundedFact } from './payment-fact';
import { type Chargeback, isAllBack, ofKnown, type Paid, returnedMoney, type Returns } from './returned-money';
import { everything, reversedLines, type SettledLine } from './reversed-lines';

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

/** What the facts add up to. Amounts are in the order's currency. */
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
  /** Whether money in another currency came and is not back. */
  keepsForeign: boolean;
  /** Whether part of the money went back and nobody could read how much; a refund that finance notes settles it. */
  isUnclear: boolean;
  /** Whether a payer disputes a payment and that is not decided. Until it is, nothing is taken. */
  isDisputed: boolean;
}

/**
 * What a set of facts means. It knows neither their order nor how often each was told: a refund may come before its
 * payment, and a dispute be won before it was heard of. What was paid too much goes back before anything is taken.
 */
export function settle(order: SettledOrder, told: readonly PaymentFact[], policies: RefundPolicies): Settlement {
  const facts = inOneOrder(told);
  const payments = facts.filter((fact): fact is Paid => fact.kind === 'paid');
  const own = payments.filter(({ currency }) => currency === order.currency);
  const foreign = payments.filter(({ currency }) => currency !== order.currency);
  const reasons = ofKnown(refundReasons(facts), payments);
  const back: Returns = { refunds: eachOnce(reasons), chargebacks: ofKnown(openChargebacks(facts), payments) };
  const taking = takingBack(policies, reasons, back.chargebacks);
  const refundsAlone: Returns = { ...back, chargebacks: [] };

  const received = own.reduce((sum, { amount }) => sum + amount, 0);
  const surplus = Math.max(0, received - order.total);
  const returned = returnedMoney(own, back, order.lines);
  const keepsForeign = !isAllBack(foreign, back);
  const isAllRefunded = returnedMoney(own, refundsAlone, order.lines) === received && isAllBack(foreign, refundsAlone);
  // What goes back and takes nothing is the first to be set off against the surplus.
  const taken = Math.min(returnedMoney(own, taking, order.lines), Math.max(0, returned - surplus));
  const takesAll = own.length > 0 ? taken >= received - surplus : foreign.length > 0 && isAllBack(foreign, taking);
  const hindrance = hindranceOf(order, payments);
  return {
    status:
      payments.length === 0
        ? statusOfUnpaid(facts)
        : statusOf({
            isNothingKept: returned === received && !keepsForeign,
            isAllRefunded,
            isAnyBack: returned > 0,
            isChargedBack: back.chargebacks.length > 0 && returned > surplus,
          }),
    isDue: payments.length > 0 && hindrance === null,
    hindrance,
    reversed: takesAll ? everything(order.lines) : reversedLines(order.lines, taking.refunds, taken),
    isBlocking: payments.length > 0 && isBlocking(policies, reasons, back.chargebacks),
    received,
    returned,
    surplus,
    keepsForeign,
    isUnclear: returned < received && isUnclear(facts, payments),
    isDisputed: returned < received && isDisputed(facts, payments),
  };
}

/** The reason's own policy, else the one for its kind. */
export function policyFor(policies: RefundPolicies, code: string | null, kind: 'refund' | 'chargeback'): RefundPolicy {
  return (code === null ? undefined : policies[code]) ?? policies[kind] ?? 'take_back';
}

/**
 * Of a return that was told with a reason and also without one, the reason counts. A whole refund without a reason says
 * only that the money of its payment is gone, which a chargeback of the same payment explains.
 */
function refundReasons(facts: readonly PaymentFact[]): RefundedFact[] {
  const told = facts.filter((fact): fact is RefundedFact => fact.kind === 'refunded');
  const reasoned = new Set(told.flatMap((refund) => (refund.code === null ? [] : [nameOf(refund)])));
  const explained = new Set(facts.flatMap((fact) => (fact.kind === 'charged_back' ? [fact.paymentId] : [])));
  return told.filter((refund) => {
    if (refund.code !== null) return true;
    const isExplained = refund.paymentId !== undefined && explained.has(refund.paymentId) && isWhole(refund);
    return !reasoned.has(nameOf(refund)) && !isExplained;
  });
}

/** A refund is one, however many reasons there are for it. */
function eachOnce(reasons: readonly RefundedFact[]): RefundedFact[] {
  return [...new Map(reasons.map((refund) => [nameOf(refund), refund])).values()];
}

function nameOf({ paymentId, refundId }: RefundedFact): string {
  return JSON.stringify([paymentId, refundId]);
}

function isWhole({ amount, lines }: RefundedFact): boolean {
  return amount === null && !lines;
}

/** A dispute that was won undoes the chargebacks of its own payment, and of those the ones it was, or may be, about. */
function openChargebacks(facts: readonly PaymentFact[]): Chargeback[] {
  const won = facts.filter((fact) => fact.kind === 'dispute_won');
  return facts.filter(
    (fact): fact is Chargeback => fact.kind === 'charged_back' && !won.some((each) => mayBeAbout(each, fact)),
  );
}

/** A dispute is decided when it is won, or when its money is taken. */
function isDisputed(facts: readonly PaymentFact[], payments: readonly Paid[]): boolean {
  const decided = facts.filter((fact) => fact.kind === 'dispute_won' || fact.kind === 'charged_back');
  const opened = facts.filter((fact) => fact.kind === 'dispute_opened');
  return ofKnown(opened, payments).some((fact) => !decided.some((each) => mayBeAbout(fact, each)));
}

/** Of the same payment, and where the other names a dispute, of that. */
function mayBeAbout(one: Disputed, other: Disputed): boolean {
  return one.paymentId === other.paymentId && (other.disputeId === undefined || other.disputeId === one.disputeId);
}

/** What of it takes goods back. */
function takingBack(policies: RefundPolicies, reasons: readonly RefundedFact[], chargebacks: readonly Chargeback[]) {
  return {
    refunds: eachOnce(reasons.filter(({ code }) => policyFor(policies, code, 'refund') !== 'keep')),
    chargebacks: chargebacks.filter(({ code }) => policyFor(policies, code ?? null, 'chargeback') !== 'keep'),
  };
}

function isBlocking(
  policies: RefundPolicies,
  reasons: readonly RefundedFact[],
  chargebacks: readonly Chargeback[],
): boolean {
  return (
    reasons.some(({ code }) => policyFor(policies, code, 'refund') === 'block_purchases') ||
    chargebacks.some(({ code }) => policyFor(policies, code ?? null, 'chargeback') === 'block_purchases')
  );
}

function isUnclear(facts: readonly PaymentFact[], payments: readonly Paid[]): boolean {
  const unclear = facts.flatMap((fact) => (fact.kind === 'refund_unclear' ? [fact] : []));
  const noted = facts.flatMap((fact) => (fact.kind === 'refunded' && fact.code === 'finance' ? [fact] : []));
  return ofKnown(unclear, payments).some(({ at }) => !noted.some((refund) => Date.parse(refund.at) >= Date.parse(at)));
}

/** Money that came before we gave the order up is in time, whenever we hear of it. */
function hindranceOf({ total, currency, closedAt }: SettledOrder, payments: readonly Paid[]): Hindrance | null {
  if (payments.length === 0) return null;
  const right = payments.filter((paid) => paid.amount === total && paid.currency === currency);
  if (right.length === 0) return 'amount_mismatch';
  const inTime = closedAt === null || right.some(({ at }) => Date.parse(at) <= closedAt.getTime());
  return inTime ? null : 'ended';
}

function statusOfUnpaid(facts: readonly PaymentFact[]): MoneyStatus {
  return facts.some(({ kind }) => kind === 'cancelled') ? 'cancelled' : 'unpaid';
}

function statusOf(money: {
  isNothingKept: boolean;
  isAllRefunded: boolean;
  isAnyBack: boolean;
  isChargedBack: boolean;
}): MoneyStatus {
  if (money.isNothingKept) return money.isAllRefunded ? 'refunded' : 'charged_back';
  if (money.isChargedBack) return 'charged_back';
  return money.isAnyBack ? 'partially_refunded' : 'paid';
}
