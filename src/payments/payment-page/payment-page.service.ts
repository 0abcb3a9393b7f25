import { Inject, Injectable } from '@nestjs/common';
import { OrdersService, type OrderWithLines } from '../../orders/orders.service';
import { newId } from '../../platform/database/new-id';
import { InvalidRequest } from '../../platform/errors/platform.errors';
import { RouteNotFound } from '../../platform/http/http.errors';
import { WalletsService } from '../../wallets/wallets.service';
import { decimal, minorUnits } from '../decimal-amount';
import type { Payment } from '../payment.entity';
import { PaymentNotFound } from '../payments.errors';
import { PaymentsService } from '../payments.service';
import { PAGE_PATH } from './page-link';
import { PageTokens } from './page-tokens';
import { paymentPage } from './payment-page';
import { type PageButton, type Press, STAND_INS, type StandIn } from './stand-in';

interface Played {
  payment: Payment;
  order: OrderWithLines;
  scale: number;
  standIn: StandIn;
}

/** What came of a form. */
export interface Pressed {
  action: string;
  isTaken: boolean;
}

/** The page where payments are played through whose provider has no page of its own here. */
@Injectable()
export class PaymentPageService {
  constructor(
    @Inject(STAND_INS) private readonly standIns: readonly StandIn[],
    private readonly payments: PaymentsService,
    private readonly orders: OrdersService,
    private readonly wallets: WalletsService,
    private readonly tokens: PageTokens,
  ) {}

  /** @throws RouteNotFound, PaymentNotFound */
  async show(paymentId: string, pressed: Pressed | undefined): Promise<string> {
    const { payment, order, scale, standIn } = await this.find(paymentId);
    const money = (amount: number) => `${decimal(amount, scale)} ${payment.currency}`;
    return paymentPage({
      title: standIn.title,
      action: `/${PAGE_PATH}/${payment.id}`,
      token: this.tokens.of(payment.id),
      nonce: newId(),
      total: money(payment.amount),
      status: order.status,
      lines: order.lines.map(({ name, quantity, amount }) => ({ name, quantity, amount: money(amount) })),
      buttons: Object.entries(standIn.buttons).map(([action, button]) => ({ action, ...button })),
      returnUrl: order.returnUrl,
      message: messageOf(standIn, pressed),
    });
  }

  /**
   * Tells us, as the provider would, what the payer did.
   *
   * @throws RouteNotFound, PaymentNotFound, InvalidRequest for a form that is not from the page
   */
  async press(paymentId: string, form: URLSearchParams): Promise<Pressed> {
    const { payment, order, scale, standIn } = await this.find(paymentId);
    const action = form.get('action') ?? '';
    const nonce = form.get('nonce') ?? '';
    const button = Object.hasOwn(standIn.buttons, action) ? standIn.buttons[action] : undefined;
    const isOurs = this.tokens.isOf(payment.id, form.get('token') ?? '') && /^[\w-]{1,64}$/.test(nonce);
    if (button === undefined || !isOurs) throw new InvalidRequest('This form is not from the page of the payment.');
    const press: Press = { payment, order, scale, action, nonce, amount: null, code: codeOf(button, form) };
    if (button.amount !== undefined) press.amount = amountOf(button, form, scale);
    return { action, isTaken: await standIn.press(press) };
  }

  private async find(paymentId: string): Promise<Played> {
    const played = this.standIns.filter(({ isOn }) => isOn);
    if (played.length === 0) throw new RouteNotFound();
    const payment = await this.payments.findById(paymentId);
    const standIn = played.find(({ provider }) => provider === payment?.provider);
    if (payment === null || standIn === undefined) throw new PaymentNotFound();
    const order = await this.orders.find(payment.userId, payment.orderId);
    if (order === null) throw new PaymentNotFound();
    return { payment, order, scale: await this.wallets.scaleOf(payment.currency), standIn };
  }
}

function messageOf({ buttons }: StandIn, pressed: Pressed | undefined): string | null {
  if (pressed === undefined || !Object.hasOwn(buttons, pressed.action)) return null;
  return `${buttons[pressed.action].label}: ${pressed.isTaken ? 'sent.' : 'sent, and refused.'}`;
}

function codeOf({ codes = [] }: PageButton, form: URLSearchParams): string {
  const code = form.get('code') ?? codes.at(0)?.code ?? '';
  if (codes.length === 0 || codes.some((each) => each.code === code)) return code;
  throw new InvalidRequest('There is no such code.');
}

/** In smallest units, of what was written as the page shows money. */
function amountOf(button: PageButton, form: URLSearchParams, scale: number): number | null {
  const text = form.get('amount')?.trim() ?? '';
  if (text === '' && button.amount === 'all') return null;
  const amount = minorUnits(text, scale);
  if (amount === null || amount === 0)
    throw new InvalidRequest(`The amount must be a number with at most ${scale} decimal places.`);
  return amount;
}
