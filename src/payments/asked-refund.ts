import type { PaymentFact, RefundedLine } from './payment-fact';

/** A refund that finance asked for. Until the provider tells that the money went, it is kept for this refund alone. */
export interface AskedRefund {
  /** The `refundId` of the fact that will tell of it. */
  id: string;
  /** SHA-256 of who asked and under which idempotency key. */
  key: string;
  /** What was asked: the same key with another is a mistake. */
  fingerprint: string;
  /** In smallest units of the order's currency. */
  amount: number;
  lines: readonly RefundedLine[] | null;
}

type Lines = readonly RefundedLine[] | null | undefined;

export function isTold({ id }: AskedRefund, facts: readonly PaymentFact[]): boolean {
  return facts.some((fact) => fact.kind === 'refunded' && fact.refundId === id);
}

/** Money that providers were asked to give back and have not told of. */
export function outstanding(asked: readonly AskedRefund[], facts: readonly PaymentFact[]): number {
  return asked.reduce((sum, refund) => sum + (isTold(refund, facts) ? 0 : refund.amount), 0);
}

/** Whether there is as much left of each line as `lines` name; what was asked for before is gone already. */
export function areLeft(
  lines: readonly RefundedLine[],
  bought: readonly { id: string; quantity: number }[],
  asked: readonly AskedRefund[],
  facts: readonly PaymentFact[],
): boolean {
  const gone = [
    ...facts.map((fact) => (fact.kind === 'refunded' ? fact.lines : null)),
    ...asked.filter((refund) => !isTold(refund, facts)).map((refund) => refund.lines),
    lines,
  ];
  return lines.every(({ orderLineId }) => {
    const line = bought.find(({ id }) => id === orderLineId);
    return line !== undefined && gone.reduce((sum, each) => sum + quantityOf(each, orderLineId), 0) <= line.quantity;
  });
}

function quantityOf(lines: Lines, orderLineId: string): number {
  return (lines ?? []).reduce((sum, line) => sum + (line.orderLineId === orderLineId ? line.quantity : 0), 0);
}
