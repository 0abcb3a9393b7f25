import { hash } from 'node:crypto';
import type { OrderWithLines } from '../../orders/orders.service';
import { decimal } from '../decimal-amount';
import type { Payment } from '../payment.entity';

/** What the notifications of one payment are written from. */
export interface PlayedPayment {
  payment: Payment;
  order: OrderWithLines;
  /** Decimal places of the currency. */
  scale: number;
  /** RFC 3339. */
  paidAt: string;
  projectId: number;
  merchantId: number;
}

interface RefundDetails {
  code: number;
  reason: string;
  /** RFC 3339. */
  date: string;
}

type Body = Readonly<Record<string, unknown>> & { notification_type: string };

/** Asks whether the payer is one of ours. */
export function userValidation(played: PlayedPayment): Body {
  const { settings, user } = paymentOf(played);
  return { notification_type: 'user_validation', settings, user };
}

/** In both modes of Xsolla: the payment, and the order with the payment inside. They are one. */
export function paid(played: PlayedPayment): Body[] {
  return [{ notification_type: 'payment', ...paymentOf(played) }, ofOrder(played, 'order_paid')];
}

export function declined(played: PlayedPayment, date: string): Body {
  const { settings, user, transaction, custom_parameters } = paymentOf(played);
  const refund_details = { code: 4, reason: 'Potential fraud', date };
  return { notification_type: 'afs_reject', settings, user, transaction, refund_details, custom_parameters };
}

/** All of it goes back. The order is cancelled with it, which Xsolla tells apart. */
export function refunded(played: PlayedPayment, details: RefundDetails): Body[] {
  return [
    { notification_type: 'refund', ...paymentOf(played), refund_details: details },
    ofOrder(played, 'order_canceled', details),
  ];
}

/** @param amount in smallest units */
export function partlyRefunded(played: PlayedPayment, amount: number, details: RefundDetails): Body {
  const sum = moneyOf(played, amount);
  return {
    notification_type: 'partial_refund',
    ...paymentOf(played),
    purchase: { total: sum },
    payment_details: { payment: sum },
    refund_details: details,
  };
}

/** https://developers.xsolla.com/webhooks/operation/dispute: it names the order as its transaction does, or not at all. */
export function disputed(played: PlayedPayment, status: 'new' | 'won' | 'lost', incomingDate: string): Body {
  const { settings, user, transaction } = paymentOf(played);
  return {
    notification_type: 'dispute',
    action: status === 'new' ? 'adding' : 'updating',
    transaction: {
      id: transaction.id,
      external_id: transaction.external_id,
      date_create: transaction.payment_date,
      total: moneyOf(played, played.payment.amount),
      payment_method: 'credit_debit_card',
      country_code: user.country,
    },
    settings,
    user: { id: user.id },
    dispute: { incoming_date: incomingDate, reason: 'general', type: '1st_time_chargeback', status },
  };
}

function paymentOf(played: PlayedPayment) {
  const { payment, order, projectId, merchantId } = played;
  const sum = moneyOf(played, payment.amount);
  return {
    settings: { project_id: projectId, merchant_id: merchantId },
    user: { id: order.userId, ip: '127.0.0.1', country: 'US' },
    purchase: { checkout: sum, total: sum },
    transaction: {
      id: numberOf(`transaction ${payment.id}`),
      external_id: order.id,
      payment_date: played.paidAt,
      payment_method: 1_380,
      payment_method_name: 'Credit/Debit Cards',
      dry_run: 1,
    },
    payment_details: { payment: sum },
    custom_parameters: { order_id: order.id },
  };
}

function ofOrder(played: PlayedPayment, type: 'order_paid' | 'order_canceled', details?: RefundDetails): Body {
  const { settings, purchase, transaction, payment_details, custom_parameters } = paymentOf(played);
  const { payment, order } = played;
  const isPaid = details === undefined;
  return {
    notification_type: type,
    items: order.lines.map(({ sku, quantity, amount }) => {
      return { sku, type: 'virtual_good', is_pre_order: false, quantity, amount: moneyOf(played, amount).amount };
    }),
    order: {
      id: numberOf(`order ${payment.id}`),
      mode: 'sandbox',
      currency_type: 'real',
      ...moneyOf(played, payment.amount),
      status: isPaid ? 'paid' : 'canceled',
      platform: 'xsolla',
    },
    user: { external_id: order.userId, country: 'US' },
    billing: {
      notification_type: isPaid ? 'payment' : 'refund',
      settings,
      purchase,
      transaction,
      payment_details,
      ...(isPaid ? {} : { refund_details: details }),
    },
    custom_parameters,
  };
}

/** With four decimal places, or more where the currency has more, as Xsolla writes sums. */
function moneyOf({ payment, scale }: PlayedPayment, units: number) {
  const [whole, fraction = ''] = decimal(units, scale).split('.');
  return { currency: payment.currency, amount: `${whole}.${fraction.padEnd(4, '0')}` };
}

/** Ids of Xsolla are numbers; the same payment has the same each time. */
function numberOf(text: string): number {
  return Number.parseInt(hash('sha256', text, 'hex').slice(0, 12), 16);
}
