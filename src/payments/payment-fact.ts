/** So many of a line. */
export interface RefundedLine {
  orderLineId: string;
  quantity: number;
}

/** Times are ISO 8601, amounts in smallest units of the order's currency, but for a payment in its own. */
export type PaymentFact =
  | { kind: 'paid'; amount: number; currency: string; externalId: string; at: string }
  | { kind: 'cancelled'; at: string }
  | RefundedFact
  /** Part of the money went back, and how much of it could not be read. */
  | (Back & { kind: 'refund_unclear'; refundId: string; code: string | null })
  /** `code`: why, such as `xsolla.4`, for the policies. */
  | (Disputed & { kind: 'charged_back'; code?: string | null })
  | (Disputed & { kind: 'dispute_won' })
  | (Disputed & { kind: 'dispute_opened' });

/** Money on its way back. */
interface Back {
  at: string;
  /** The `externalId` of the payment whose money it is; without one it is about the order, whoever paid for it. */
  paymentId?: string;
}

export interface Disputed extends Back {
  /** Tells several disputes of one payment apart. A chargeback that names none is that of any. */
  disputeId?: string;
}

export interface RefundedFact extends Back {
  kind: 'refunded';
  refundId: string;
  /** The money that went back; null: all of it, or with `lines` what those cost. */
  amount: number | null;
  lines?: readonly RefundedLine[] | null;
  /** Why, such as `xsolla.3`, `payme.5` or `finance`, for the policies. */
  code: string | null;
}

/**
 * What tells facts of one order apart: the same twice is one. A refund or a chargeback that is told with several
 * reasons is kept with each, for every reason has its policy.
 */
export function factKey(fact: PaymentFact): string {
  if (fact.kind === 'paid') return `paid:${fact.externalId}`;
  if (fact.kind === 'cancelled') return 'cancelled';
  const of = fact.paymentId ?? '';
  if (fact.kind === 'refunded' || fact.kind === 'refund_unclear')
    return `${fact.kind}:${of}:${fact.refundId}:${fact.code ?? ''}`;
  const code = fact.kind === 'charged_back' ? `:${fact.code ?? ''}` : '';
  return `${fact.kind}:${of}:${fact.disputeId ?? ''}${code}`;
}

/** The facts with one more; they only ever accumulate. Of one that is told in two ways the earlier one counts. */
export function withFact(facts: readonly PaymentFact[], fact: PaymentFact): readonly PaymentFact[] {
  const key = factKey(fact);
  const known = facts.find((each) => factKey(each) === key);
  if (known === undefined) return [...facts, fact];
  return comesBefore(fact, known) ? facts.with(facts.indexOf(known), fact) : facts;
}

/** The facts, each once, in one order whatever the order they were told in. */
export function inOneOrder(told: readonly PaymentFact[]): readonly PaymentFact[] {
  const facts = told.reduce<readonly PaymentFact[]>(withFact, []);
  return facts.toSorted((one, other) => (factKey(one) < factKey(other) ? -1 : 1));
}

/** By time; where that is the same, by what they say, so that it never matters which was told first. */
function comesBefore(one: PaymentFact, other: PaymentFact): boolean {
  const ms = Date.parse(one.at) - Date.parse(other.at);
  return ms === 0 ? written(one) < written(other) : ms < 0;
}

function written(fact: PaymentFact): string {
  const members = Object.entries(fact).filter(([, value]) => value !== undefined);
  return JSON.stringify(members.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
