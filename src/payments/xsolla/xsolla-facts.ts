import { hash } from 'node:crypto';
import type { PaymentFact } from '../payment-fact';
import { minorUnits } from '../decimal-amount';
import { XsollaRefusal } from './xsolla.errors';
import type { Money, XsollaNotification } from './xsolla-notification';
import { REFUND_CODES } from './xsolla-refund-codes';

/** The order as it stands in our books, which the notification must fit. */
export interface ExpectedOrder {
  userId: string;
  amount: number;
  currency: string;
  /** Decimal places of the currency. */
  scale: number;
}

/** What a notification tells, and under which name it counts once. */
export interface Told {
  /** Null: to be kept, and nothing comes of it. */
  fact: PaymentFact | null;
  externalId: string;
}

type Reading = (notification: XsollaNotification, order: ExpectedOrder, at: string, body: Buffer) => PaymentFact | null;

/** What each kind of notification about an order tells. Other kinds are kept and come to nothing. */
const READINGS: Readonly<Record<string, Reading>> = {
  payment: paid,
  order_paid: paid,
  refund: refunded,
  order_canceled: refunded,
  partial_refund: partlyRefunded,
  // The payment was refused before it was one; another attempt at the same order may follow.
  afs_reject: () => null,
  dispute: disputed,
};

export function isAboutOrders(type: string): boolean {
  return type in READINGS;
}

/**
 * @param at when it came, ISO 8601: for kinds that tell no time
 * @throws XsollaRefusal when it does not fit the order
 */
export function toldBy(notification: XsollaNotification, order: ExpectedOrder, at: string, body: Buffer): Told {
  const { transactionId, userId } = notification;
  if (transactionId === undefined) throw new XsollaRefusal('INVALID_PARAMETER', 'It names no transaction.');
  if (userId !== order.userId) throw new XsollaRefusal('INVALID_USER', 'The order belongs to another user.');
  const fact = READINGS[notification.type](notification, order, at, body);
  return { fact, externalId: nameOf(notification, transactionId, body) };
}

/**
 * Several partial refunds and disputes of one transaction tell different things; repetitions are the same to the byte. A
 * transaction is refunded once, but may be refunded and charged back, which only the code tells apart.
 */
function nameOf(notification: XsollaNotification, transactionId: string, body: Buffer): string {
  const { type, refund } = notification;
  if (type === 'partial_refund') return `${transactionId}:${partName(notification, body)}`;
  if (type === 'dispute') return `${transactionId}:${digestOf(body)}`;
  return refund?.code === undefined ? transactionId : `${transactionId}:${refund.code}`;
}

/** Xsolla numbers no partial refunds. Where it dates them, that tells them apart, else only their bodies do. */
function partName({ refund, payment, total }: XsollaNotification, body: Buffer): string {
  const what = [refund?.date, refund?.code, refund?.reason, payment?.amount, total?.amount];
  return digestOf(refund?.date === undefined ? body : Buffer.from(JSON.stringify(what)));
}

function paid(
  { total, transactionId = '', paidAt }: XsollaNotification,
  order: ExpectedOrder,
  at: string,
): PaymentFact {
  const amount = amountOf(total, order);
  if (amount !== order.amount) throw new XsollaRefusal('INCORRECT_AMOUNT', 'The order costs another amount.');
  return { kind: 'paid', amount, currency: order.currency, externalId: transactionId, at: moment(paidAt) ?? at };
}

function refunded(notification: XsollaNotification, _order: ExpectedOrder, at: string): PaymentFact {
  const { refund, transactionId = '' } = notification;
  const code = refund?.code;
  const outcome = code === undefined ? 'refunded' : REFUND_CODES[code]?.outcome;
  if (outcome === undefined) throw new XsollaRefusal('INVALID_PARAMETER', 'The code of the refund is unknown.');
  const reason = code === undefined ? null : `xsolla.${code}`;
  const back = { paymentId: transactionId, at };
  if (outcome === 'charged_back') return { kind: 'charged_back', code: reason ?? undefined, ...back };
  return { kind: 'refunded', refundId: transactionId, amount: null, code: reason, ...back };
}

function partlyRefunded(notification: XsollaNotification, order: ExpectedOrder, at: string, body: Buffer): PaymentFact {
  const { refund, transactionId: paymentId } = notification;
  const code = refund?.code === undefined ? null : `xsolla.${refund.code}`;
  const [amount, refundId] = [partOf(notification, order), partName(notification, body)];
  if (amount === null) return { kind: 'refund_unclear', refundId, paymentId, code, at };
  return { kind: 'refunded', refundId, paymentId, amount, code, at };
}

/**
 * What went back stands as the payment or as the purchase, while the other may tell of all of it: it is the smaller. Null
 * where neither is an exact sum of the order's currency: the money went all the same.
 */
function partOf({ payment, total }: XsollaNotification, { currency, scale }: ExpectedOrder): number | null {
  const sums = [payment, total].flatMap((money) => {
    return (money?.currency === currency ? minorUnits(money.amount, scale) : null) || [];
  });
  return sums.length === 0 ? null : Math.min(...sums);
}

/** A retrieval asks for papers and moves no money. What is neither won nor lost waits for somebody to look at it. */
function disputed(
  { dispute, transactionId: paymentId }: XsollaNotification,
  _order: ExpectedOrder,
  at: string,
): PaymentFact {
  const { status, type, openedAt } = dispute ?? {};
  if (status === 'won') return { kind: 'dispute_won', paymentId, at };
  if (status === 'lost' && type !== 'retrieval') return { kind: 'charged_back', code: 'xsolla.2', paymentId, at };
  return { kind: 'dispute_opened', paymentId, at: moment(openedAt) ?? at };
}

function amountOf(money: Money | undefined, { currency, scale }: ExpectedOrder): number {
  const amount = money?.currency === currency ? minorUnits(money.amount, scale) : null;
  if (amount === null) throw new XsollaRefusal('INCORRECT_AMOUNT', `It must name an exact amount of ${currency}.`);
  return amount;
}

function moment(text: string | undefined): string | undefined {
  const ms = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** Tells bodies apart, and repetitions of one not. */
export function digestOf(body: Buffer): string {
  return hash('sha256', body, 'hex').slice(0, 32);
}
