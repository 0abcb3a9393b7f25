import { Injectable } from '@nestjs/common';
import { OrdersService, type OrderWithLines } from '../../orders/orders.service';
import { newId } from '../../platform/database/new-id';
import { InvalidRequest } from '../../platform/errors/platform.errors';
import { RouteNotFound } from '../../platform/http/http.errors';
import type { Payment } from '../payment.entity';
import { PaymentNotFound } from '../payments.errors';
import { PaymentsService } from '../payments.service';
import { paymentPage } from './payment-page';
import { SandboxKeys } from './sandbox-keys';
import { SANDBOX, type SandboxNotification, type SandboxType } from './sandbox-notification';
import { SandboxSender } from './sandbox-sender.service';
import { SandboxProvider } from './sandbox.provider';

/** What the payer may do on the page, and what the sandbox then tells us. */
const ACTIONS: Record<string, { label: string; type: SandboxType }> = {
  pay: { label: 'Pay', type: 'payment.paid' },
  decline: { label: 'Decline', type: 'payment.declined' },
  refund: { label: 'Refund', type: 'payment.refunded' },
  chargeback: { label: 'Chargeback', type: 'payment.charged_back' },
  dispute_won: { label: 'Dispute won', type: 'payment.dispute_won' },
};

/** The hosted payment page of the sandbox. */
@Injectable()
export class SandboxPageService {
  constructor(
    private readonly provider: SandboxProvider,
    private readonly payments: PaymentsService,
    private readonly orders: OrdersService,
    private readonly keys: SandboxKeys,
    private readonly sender: SandboxSender,
  ) {}

  /** @throws RouteNotFound, PaymentNotFound */
  async show(paymentId: string, done: string | undefined): Promise<string> {
    const { payment, order } = await this.find(paymentId);
    const money = (amount: number) => `${(amount / 100).toFixed(2)} ${payment.currency}`;
    return paymentPage({
      title: 'Florin sandbox payment',
      action: `/pay/sandbox/${payment.id}`,
      token: this.keys.tokenFor(payment.id),
      nonce: newId(),
      total: money(payment.amount),
      status: order.status,
      lines: order.lines.map(({ name, quantity, amount }) => ({ name, quantity, amount: money(amount) })),
      buttons: Object.entries(ACTIONS).map(([action, { label }]) => {
        return { action, label, asksAmount: action === 'refund' };
      }),
      returnUrl: order.returnUrl,
      message: done !== undefined && done in ACTIONS ? `${ACTIONS[done].label}: sent.` : null,
    });
  }

  /**
   * Tells us, as the provider would, what the payer did.
   *
   * @returns the action that was taken
   * @throws RouteNotFound, PaymentNotFound, InvalidRequest for a form that is not from the page
   */
  async act(paymentId: string, form: URLSearchParams): Promise<string> {
    const { payment } = await this.find(paymentId);
    const action = form.get('action') ?? '';
    if (!this.keys.isTokenFor(payment.id, form.get('token') ?? '') || !Object.hasOwn(ACTIONS, action)) {
      throw new InvalidRequest('This form is not from the page of the payment.');
    }
    await this.sender.send(notificationOf(payment, ACTIONS[action].type, form));
    return action;
  }

  private async find(paymentId: string): Promise<{ payment: Payment; order: OrderWithLines }> {
    if (!this.provider.isEnabled) throw new RouteNotFound();
    const payment = await this.payments.findById(paymentId);
    if (payment === null || payment.provider !== SANDBOX) throw new PaymentNotFound();
    const order = await this.orders.find(payment.userId, payment.orderId);
    if (order === null) throw new PaymentNotFound();
    return { payment, order };
  }
}

/** Paying twice is one payment; two refunds are two, unless it is one form sent twice. */
function notificationOf(payment: Payment, type: SandboxType, form: URLSearchParams): SandboxNotification {
  const { id, orderId, currency } = payment;
  const timestamp = new Date().toISOString();
  if (type !== 'payment.refunded') {
    return { type, timestamp, data: { orderId, transactionId: id, amount: payment.amount, currency } };
  }
  const text = form.get('amount') ?? '';
  const nonce = form.get('nonce') ?? '';
  if (text !== '' && !/^[1-9]\d{0,15}$/.test(text)) throw new InvalidRequest('The amount must be a whole number.');
  if (!/^[\w-]{1,64}$/.test(nonce)) throw new InvalidRequest('This form is not from the page of the payment.');
  const amount = text === '' ? null : Number(text);
  return { type, timestamp, data: { orderId, transactionId: `${id}:${nonce}`, amount, currency } };
}
