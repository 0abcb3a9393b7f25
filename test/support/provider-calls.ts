import { randomInt, randomUUID } from 'node:crypto';
import { signatureOf } from '../../src/payments/xsolla/xsolla-signature';
import { basic, PAYME_ENV, paymeId } from './payme';
import { call, type TestUser } from './players';
import type { Bought } from './shopping';

export const XSOLLA_SECRET = 'fixture of the project, not a key';
export const XSOLLA_PROJECT = 18404;

/** Both providers are set up; `apiUrl` is where payment links of Xsolla are made. */
export function withProviders(apiUrl: string): Record<string, string> {
  return {
    ...PAYME_ENV,
    XSOLLA_WEBHOOK_SECRET: XSOLLA_SECRET,
    XSOLLA_PROJECT_ID: String(XSOLLA_PROJECT),
    XSOLLA_MERCHANT_ID: '2340',
    XSOLLA_API_KEY: 'a key',
    XSOLLA_API_URL: apiUrl,
  };
}

export interface CallAnswer {
  isAccepted: boolean;
  text: string;
}

/** Something that is told of one order. Told again it is the same, to the byte where it is signed. */
export interface ProviderCall {
  name: string;
  /** What it says, once accepted: two calls may say the same. Null: nothing. */
  says: string | null;
  /** Under which kind the inbox keeps it. */
  kind: string;
  send(target: { url: string }): Promise<CallAnswer>;
}

/**
 * Payme knows one way back, `CancelTransaction`: before the payment it gives the transaction up, afterwards it returns
 * the money. So `cancel` is that with reason 3 and `chargeback` that with reason 5, which is as a payment that was called
 * back reaches a merchant of Payme's; `refund` is the one that finance enters here after it was done in Payme's cabinet.
 */
export function paymeCalls(bought: Bought, finance: TestUser): ProviderCall[] {
  const id = paymeId();
  const { id: orderId, total: amount } = bought;
  const creation = { id, time: Date.now(), amount, account: { purchase_id: orderId } };
  const one = (name: string, says: string, kind: string, params: object): ProviderCall => {
    return { name, says, kind, send: (target) => tellPayme(target, kind, params) };
  };
  return [
    one('create', 'created', 'CreateTransaction', creation),
    one('perform', 'paid', 'PerformTransaction', { id }),
    one('perform again', 'paid', 'PerformTransaction', { id }),
    one('cancel', 'cancelled', 'CancelTransaction', { id, reason: 3 }),
    financeRefund(bought, finance),
    one('chargeback', 'cancelled', 'CancelTransaction', { id, reason: 5 }),
  ];
}

export async function tellPayme(target: { url: string }, method: string, params: object): Promise<CallAnswer> {
  const body = JSON.stringify({ method, params, id: 1 });
  const headers = { 'content-type': 'text/json; charset=UTF-8', ...basic() };
  const response = await fetch(`${target.url}/payme/webhook`, { method: 'POST', headers, body });
  const text = await response.text();
  expect(response.status).toBe(200);
  const { result, error } = JSON.parse(text) as { result?: object; error?: { code: number } };
  if (error !== undefined) expect(error.code).toBeGreaterThan(-32_000); // a refusal, not a fault
  return { isAccepted: result !== undefined, text };
}

function financeRefund({ id }: Bought, finance: TestUser): ProviderCall {
  const key = randomUUID();
  const body = { reason: 'Refunded in the cabinet.', isDoneElsewhere: true };
  return {
    name: 'refund',
    says: 'refunded by finance',
    kind: 'refund',
    send: async (target) => {
      const { status, text } = await call(target, `/orders/${id}/refunds`, { body, key, token: finance.token });
      expect(status).toBeLessThan(500);
      return { isAccepted: status < 300, text };
    },
  };
}

/** How a payment is called back: by a refund with the code of a chargeback, or by a dispute that is lost. */
export type XsollaChargeback = 'refund code' | 'dispute';

/** What Xsolla sends of an order, under the names of its notifications. */
export function xsollaBodies(bought: Bought) {
  const payment = xsollaPayment(bought);
  const { transaction, settings, purchase, payment_details, custom_parameters } = payment;
  const user = { external_id: bought.user.id, country: 'US' };
  const billing = { notification_type: 'payment', settings, purchase, transaction, payment_details };
  const order = { id: 1, mode: 'sandbox', currency: 'USD', amount: decimal(bought.total) };
  const combined = (type: string, status: string) => {
    return { notification_type: type, items: [], order: { ...order, status }, user, billing, custom_parameters };
  };
  const refund = (code: number) => {
    return { ...payment, notification_type: 'refund', refund_details: { code, reason: '' } };
  };
  return {
    validation: { notification_type: 'user_validation', settings, user: { id: bought.user.id } },
    payment,
    orderPaid: combined('order_paid', 'paid'),
    orderCanceled: combined('order_canceled', 'canceled'),
    refund: refund(1),
    chargeback: refund(2),
    dispute: { ...payment, notification_type: 'dispute', dispute: { status: 'lost' } },
  };
}

export function xsollaCalls(bought: Bought, by: XsollaChargeback = 'refund code'): ProviderCall[] {
  const bodies = xsollaBodies(bought);
  const one = (name: string, says: string | null, body: object & { notification_type: string }): ProviderCall => {
    return { name, says, kind: body.notification_type, send: (target) => tellXsolla(target, body) };
  };
  return [
    one('user_validation', null, bodies.validation),
    one('payment', 'paid', bodies.payment),
    one('order_paid', 'paid', bodies.orderPaid),
    one('order_canceled', 'cancelled', bodies.orderCanceled),
    one('refund', 'refunded', bodies.refund),
    one('chargeback', 'charged back', by === 'dispute' ? bodies.dispute : bodies.chargeback),
  ];
}

function xsollaPayment({ id, total, user }: Bought) {
  return {
    notification_type: 'payment',
    settings: { project_id: XSOLLA_PROJECT, merchant_id: 2340 },
    purchase: { total: { currency: 'USD', amount: decimal(total) } },
    user: { id: user.id, ip: '127.0.0.1', country: 'US' },
    transaction: { id: randomInt(1, 2 ** 47), external_id: id, payment_date: new Date().toISOString(), dry_run: 1 },
    payment_details: { payment: { currency: 'USD', amount: decimal(total) } },
    custom_parameters: { order_id: id },
  };
}

export async function tellXsolla(target: { url: string }, body: object): Promise<CallAnswer> {
  const bytes = Buffer.from(JSON.stringify(body));
  const headers = {
    'content-type': 'application/json',
    authorization: `Signature ${signatureOf(bytes, XSOLLA_SECRET)}`,
  };
  const response = await fetch(`${target.url}/webhooks/xsolla`, { method: 'POST', headers, body: bytes });
  expect(response.status).toBeLessThan(500);
  return { isAccepted: response.ok, text: await response.text() };
}

function decimal(cents: number): string {
  return (cents / 100).toFixed(4);
}
