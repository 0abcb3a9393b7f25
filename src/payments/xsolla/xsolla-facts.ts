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

/** The code of what a bank takes back for a payer who disputes. */
const CHARGEBACK = 2;

/** What each kind of notification about an order tells. Other kinds are kept and come to nothing. */
const READINGS: Readonly<Record<string, Reading>> = {
  payment: paid,
  // Where it comes without the payment, that is told by itself.
  order_paid: (notification, order, at) => (notification.isWithoutPayment ? null : paid(notification, order, at)),
  refund: refunded,
  order_canceled: refunded,
  partial_refund: partlyRefunded,
  // The payment was refused before it was one; another attempt at the same order may follow.
  afs_reject: () => null,
  dispute: disputed,
};

/** What asks for goods must be right. Money that went back went back, whoever is named. */
const RETURNING = ['refund', 'order_canceled', 'partial_refund', 'dispute'];

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
  if (userId !== order.userId && !RETURNING.includes(notification.type))
    throw new XsollaRefusal('INVALID_USER', 'The order belongs to another user.');
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
  const back = { paymentId: transactionId, at };
  if (refund?.code === undefined)
    return { kind: 'refunded', refundId: transactionId, amount: null, code: null, ...back };
  const code = `xsolla.${refund.code}`;
  // A code that nobody knows yet: the money is gone all the same.
  if (REFUND_CODES[refund.code]?.outcome !== 'charged_back')
    return { kind: 'refunded', refundId: transactionId, amount: null, code, ...back };
  // Fraud that was found is no dispute: none that is won brings it back.
  const disputeId = refund.code === CHARGEBACK ? undefined : code;
  return { kind: 'charged_back', code, disputeId, ...back };
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
function partOf({ payment, total }: XsollaNotification, order: ExpectedOrder): number | null {
  const read = (money: Money | undefined) =>
    (money?.currency === order.currency ? minorUnits(money.amount, order.scale) : null) || Infinity;
  const part = Math.min(read(payment), read(total));
  // The whole price beside a sum that cannot be read is no part of it.
  const isKnown = part < order.amount || (part < Infinity && read(payment) === part);
  return isKnown ? part : null;
}

/** A retrieval asks for papers and moves no money. What is neither won nor lost waits for somebody to look at it. */
function disputed(
  { dispute, transactionId: paymentId }: XsollaNotification,
  _order: ExpectedOrder,
  at: string,
): PaymentFact {
  const { status, type, openedAt } = dispute ?? {};
  // Xsolla numbers no disputes. Where it dates them, that tells them apart.
  const about = { paymentId, disputeId: moment(openedAt) };
  if (status === 'won') return { kind: 'dispute_won', ...about, at };
  if (status === 'lost' && type !== 'retrieval')
    return { kind: 'charged_back', code: `xsolla.${CHARGEBACK}`, ...about, at };
  return { kind: 'dispute_opened', ...about, at: moment(openedAt) ?? at };
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
