import { isId } from '../../platform/http/id';
import { parseJsonBody } from '../../platform/http/json-body';
import type { PaymentFact, RefundedLine } from '../payment-fact';
import type { AcceptedNotification } from '../payment-notification';

export const SANDBOX = 'sandbox';

/** What the sandbox tells, as Standard Webhooks has it: a type, a time and the data. Times are ISO 8601. */
export interface SandboxNotification {
  type: SandboxType;
  timestamp: string;
  data: SandboxData;
}

interface SandboxData {
  orderId: string;
  /** The sandbox's own name for what happened: told twice it is one. */
  transactionId: string;
  amount?: number | null;
  currency?: string;
  lines?: readonly RefundedLine[] | null;
  disputeId?: string;
  /** The `transactionId` of the payment that it is of, where there are several. */
  paymentId?: string;
}

export const SANDBOX_TYPES = [
  'payment.paid',
  'payment.declined',
  'payment.refunded',
  'payment.charged_back',
  'payment.dispute_opened',
  'payment.dispute_won',
] as const;
export type SandboxType = (typeof SANDBOX_TYPES)[number];

type Claim = Pick<AcceptedNotification, 'kind' | 'externalId' | 'orderId' | 'fact'>;

/** What a notification of the sandbox says; null when it cannot be read. Its signature was verified before. */
export function readNotification(body: Buffer): Claim | null {
  const told = parsed(body) as Partial<SandboxNotification> | null;
  const data = told?.data;
  if (typeof told?.type !== 'string' || typeof data !== 'object' || data === null) return null;
  const { orderId, transactionId } = data;
  if (!isId(orderId) || typeof transactionId !== 'string' || !/^[\w:.-]{1,300}$/.test(transactionId)) return null;
  if (Number.isNaN(Date.parse(told.timestamp ?? ''))) return null;
  const fact = factOf(told as SandboxNotification);
  return fact === undefined ? null : { kind: told.type, externalId: transactionId, orderId, fact };
}

const FACTS: Record<SandboxType, (data: SandboxData, at: string) => PaymentFact | undefined> = {
  'payment.paid': ({ amount, currency, transactionId: externalId }, at) =>
    isMoney(amount) && typeof currency === 'string' ? { kind: 'paid', amount, currency, externalId, at } : undefined,
  'payment.declined': (_, at) => ({ kind: 'cancelled', at }),
  'payment.refunded': ({ amount = null, lines = null, transactionId: refundId, paymentId }, at) =>
    (amount === null || isMoney(amount)) && (lines === null || areLines(lines))
      ? { kind: 'refunded', refundId, amount, lines, code: 'sandbox', at, ...named({ paymentId }) }
      : undefined,
  'payment.charged_back': (data, at) => ({ kind: 'charged_back', code: 'sandbox', at, ...dispute(data) }),
  'payment.dispute_opened': (data, at) => ({ kind: 'dispute_opened', at, ...dispute(data) }),
  'payment.dispute_won': (data, at) => ({ kind: 'dispute_won', at, ...dispute(data) }),
};

/** Null for a type that we do not know: it is stored and changes nothing. */
function factOf({ type, data, timestamp }: SandboxNotification): PaymentFact | null | undefined {
  if (!SANDBOX_TYPES.includes(type)) return null;
  return FACTS[type](data, new Date(timestamp).toISOString());
}

function dispute({ disputeId, paymentId }: SandboxData): { disputeId?: string; paymentId?: string } {
  return named({ disputeId: typeof disputeId === 'string' ? disputeId.slice(0, 100) : undefined, paymentId });
}

/** What it names, and nothing of what it does not. */
function named<T extends object>(names: T): Partial<T> {
  return Object.fromEntries(Object.entries(names).filter(([, name]) => typeof name === 'string')) as Partial<T>;
}

function isMoney(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function areLines(value: unknown): value is RefundedLine[] {
  return (
    Array.isArray(value) &&
    value.every((line: Partial<RefundedLine> | null) => isId(line?.orderLineId) && isMoney(line?.quantity))
  );
}

function parsed(body: Buffer): unknown {
  try {
    return parseJsonBody(body);
  } catch {
    return null;
  }
}
