/** So many of a line. */
export interface RefundedLine {
  orderLineId: string;
  quantity: number;
}

/** Times are ISO 8601, amounts in smallest units of the order's currency. */
export type PaymentFact =
  | { kind: 'paid'; amount: number; currency: string; externalId: string; at: string }
  | { kind: 'cancelled'; at: string }
  | RefundedFact
  /** `code`: why, such as `xsolla.4`, for the policies; `disputeId` tells several disputes apart. */
  | { kind: 'charged_back'; at: string; code?: string | null; disputeId?: string }
  | { kind: 'dispute_won'; at: string; disputeId?: string }
  | { kind: 'dispute_opened'; at: string; disputeId?: string };

export interface RefundedFact {
  kind: 'refunded';
  refundId: string;
  /** The money that went back; null: all of it, or with `lines` what those cost. */
  amount: number | null;
  lines?: readonly RefundedLine[] | null;
  /** Why, such as `xsolla.3`, `payme.5` or `finance`, for the policies. */
  code: string | null;
  at: string;
}

/**
 * What tells facts of one payment apart: the same twice is one. A refund or a chargeback that is told with several
 * reasons is kept with each, for every reason has its policy.
 */
export function factKey(fact: PaymentFact): string {
  if (fact.kind === 'paid') return `paid:${fact.externalId}`;
  if (fact.kind === 'refunded') return `refunded:${fact.refundId}:${fact.code ?? ''}`;
  if (fact.kind === 'cancelled') return 'cancelled';
  const code = fact.kind === 'charged_back' ? `:${fact.code ?? ''}` : '';
  return `${fact.kind}:${fact.disputeId ?? ''}${code}`;
}

/** The facts with one more; they only ever accumulate. Of one that is told with two times the earlier one counts. */
export function withFact(facts: readonly PaymentFact[], fact: PaymentFact): readonly PaymentFact[] {
  const key = factKey(fact);
  const known = facts.find((each) => factKey(each) === key);
  if (known === undefined) return [...facts, fact];
  return Date.parse(known.at) <= Date.parse(fact.at) ? facts : facts.with(facts.indexOf(known), fact);
}
