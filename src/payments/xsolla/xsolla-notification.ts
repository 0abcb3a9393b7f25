/** What a notification says, whichever of Xsolla's shapes it came in. Everything of it is still only claimed. */
export interface XsollaNotification {
  type: string;
  /** Numbers are written out: ids of Xsolla are longer than what JavaScript counts exactly. */
  transactionId: string | undefined;
  /** Our order: it travels as `transaction.external_id` and as `custom_parameters.order_id`. */
  orderId: string | undefined;
  userId: string | undefined;
  /** What a player is searched by. */
  publicId: string | undefined;
  projectId: string | undefined;
  /** The sum that was to be paid, as written. */
  total: Money | undefined;
  /** The sum that moved, where it is told. */
  payment: Money | undefined;
  refund: Refund | undefined;
  dispute: Dispute | undefined;
  /** ISO 8601, of Xsolla. */
  paidAt: string | undefined;
  /** No money moved. */
  isTest: boolean;
  /** It tells of the order alone: in separate mode the payment and its return are told apart. */
  isWithoutPayment: boolean;
}

export interface Refund {
  code: number | undefined;
  reason: string | undefined;
  /** When it was made, as written. Not in every notification. */
  date: string | undefined;
}

export interface Dispute {
  status: string | undefined;
  type: string | undefined;
  /** ISO 8601: when it was opened. */
  openedAt: string | undefined;
}

export interface Money {
  amount: unknown;
  currency: string;
}

type Members = Readonly<Record<string, unknown>>;

/** Combined notifications of orders carry those of the payment inside, as `billing`. */
export function readNotification(body: Members): XsollaNotification {
  const billing = object(body.billing);
  const of = (name: string) => object(billing[name] ?? body[name]);
  const [transaction, user, settings] = [of('transaction'), object(body.user), of('settings')];
  const [custom, details, refund] = [of('custom_parameters'), of('payment_details'), of('refund_details')];
  const order = object(body.order);
  return {
    type: text(body.notification_type) ?? '',
    transactionId: text(transaction.id) ?? text(order.invoice_id),
    orderId: text(transaction.external_id) ?? text(custom.order_id),
    userId: text(user.external_id) ?? text(user.id) ?? text(object(billing.user).id) ?? text(body.user_id),
    publicId: text(user.public_id),
    projectId: text(settings.project_id),
    total: money(object(of('purchase').total)) ?? money(order),
    payment: money(object(details.payment)),
    refund: refund.code === undefined ? undefined : refundOf(refund),
    dispute: body.dispute === undefined ? undefined : disputeOf(object(body.dispute)),
    paidAt: text(transaction.payment_date),
    isTest: ['1', 'true'].includes(String(transaction.dry_run)) || order.mode === 'sandbox',
    isWithoutPayment: body.order !== undefined && transaction.id === undefined,
  };
}

function refundOf({ code, reason, date }: Members): Refund {
  return { code: integer(code), reason: text(reason), date: text(date) };
}

function disputeOf({ status, type, incoming_date }: Members): Dispute {
  return { status: text(status), type: text(type), openedAt: text(incoming_date) };
}

function object(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

function text(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

function integer(value: unknown): number | undefined {
  const number = Number(text(value));
  return Number.isSafeInteger(number) ? number : undefined;
}

function money({ amount, currency }: Members): Money | undefined {
  const code = text(currency);
  return amount === undefined || code === undefined ? undefined : { amount, currency: code };
}
