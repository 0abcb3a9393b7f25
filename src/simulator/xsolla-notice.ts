import { decimal } from '../payments/decimal-amount';
import { digitsOf, paidAt, type ToldOrder } from './provider-player';
import type { Telling, TellingKind } from './scripts';

export interface XsollaSettings {
  project_id: number;
  merchant_id: number;
}

const REFUNDS = [1, 3, 5, 6, 8, 9, 10, 13];
const PARTIAL_REFUNDS = [1, 3, 5, 9, 10];
const CHARGEBACKS = [2, 4, 7, 11, 12];
/** The others are fraud that was found, which no dispute undoes. */
const DISPUTABLE = [2];

/** What Xsolla's notifications of one payment have beside what all of them have. */
const KINDS: Readonly<Partial<Record<TellingKind, (told: ToldOrder) => object>>> = {
  paid: () => ({ notification_type: 'payment' }),
  declined: () => ({ notification_type: 'afs_reject', refund_details: { code: 4, reason: 'Potential fraud' } }),
  refunded: ({ variant }) => ({ notification_type: 'refund', refund_details: detail(REFUNDS, variant) }),
  partly_refunded: (told) => ({
    notification_type: 'partial_refund',
    refund_details: detail(PARTIAL_REFUNDS, told.variant),
    payment_details: { payment: { currency: told.order.currency, amount: written(told.amountBack, told) } },
  }),
  charged_back: ({ variant, isDisputed }) => ({
    notification_type: 'refund',
    refund_details: detail(isDisputed ? DISPUTABLE : CHARGEBACKS, variant),
  }),
  dispute_won: () => ({ notification_type: 'dispute', dispute: { status: 'won' } }),
};

/** A notification as Xsolla writes it, with `total` as the sum of the order. */
export function notice({ kind, attempt }: Telling, told: ToldOrder, settings: XsollaSettings, total: number): object {
  const { userId: id } = told.order;
  const country = told.variant % 2 === 0 ? 'US' : 'UZ';
  const user = { ip: '127.0.0.1', id, country, zip: '', email: 'simulated@example.com' };
  if (kind === 'user_validation') return { notification_type: kind, settings, user };
  const payment = paymentOf(told, attempt, total);
  const isOfShop = kind === 'order_paid' || kind === 'order_canceled';
  if (isOfShop) return noticeOfShop(kind, told, { settings, ...payment }, { external_id: id, country }, total);
  return { settings, user, ...payment, ...KINDS[kind]?.(told) };
}

function paymentOf(told: ToldOrder, attempt: number, total: number) {
  const { id, currency } = told.order;
  const sum = { currency, amount: written(total, told) };
  return {
    purchase: { checkout: sum, total: sum },
    transaction: {
      id: Number.parseInt(digitsOf(`${id} ${attempt}`).slice(0, 12), 16),
      external_id: id,
      payment_date: paidAt(told.order),
      payment_method: 1_380,
      payment_method_name: 'Credit/Debit Cards',
      payment_method_order_id: digitsOf(id).slice(0, 16),
      dry_run: 1,
      agreement: 1,
    },
    payment_details: { payment: sum, payout: sum },
    custom_parameters: { order_id: id },
  };
}

/** Of the shop that Xsolla keeps: the payment stands inside. */
function noticeOfShop(
  kind: 'order_paid' | 'order_canceled',
  told: ToldOrder,
  { custom_parameters, ...billing }: ReturnType<typeof paymentOf> & { settings: XsollaSettings },
  user: object,
  total: number,
): object {
  const { id, currency, lines } = told.order;
  return {
    notification_type: kind,
    items: lines.map(({ productId: sku, quantity, unitPrice }) => {
      const amount = written(unitPrice * quantity, told);
      return { sku, type: 'virtual_good', is_pre_order: false, quantity, amount, promotions: [] };
    }),
    order: {
      id: Number.parseInt(digitsOf(`order ${id}`).slice(0, 8), 16),
      mode: 'sandbox',
      currency_type: 'real',
      currency,
      amount: String(written(total, told)),
      status: kind === 'order_paid' ? 'paid' : 'canceled',
      platform: 'xsolla',
      comment: null,
      invoice_id: digitsOf(id).slice(0, 10),
      promotions: [],
      promocodes: [],
      coupons: [],
    },
    user,
    billing: { notification_type: 'payment', ...billing },
    custom_parameters,
  };
}

/** Xsolla writes sums as numbers here and with four decimals there. */
function written(units: number, { scale, variant }: ToldOrder): string | number {
  const text = decimal(units, scale);
  if (variant % 3 === 0) return Number(text);
  return variant % 3 === 1 ? text : `${text}00`;
}

function detail(codes: readonly number[], variant: number): object {
  return { code: codes[variant % codes.length], reason: 'Simulated' };
}
