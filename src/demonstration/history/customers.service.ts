import { Injectable } from '@nestjs/common';
import { CartsService } from '../../checkout/carts.service';
import { CheckoutService } from '../../checkout/checkout.service';
import type { CheckoutView } from '../../checkout/checkout.view';
import { OrderEndings } from '../../payments/order-endings.service';
import type { SandboxNotification } from '../../payments/sandbox/sandbox-notification';
import { SandboxTeller } from '../../payments/sandbox/sandbox-teller.service';
import { OrdersService } from '../../orders/orders.service';
import { asOf } from '../../platform/clock/clock';
import type { DeedOf } from './deed';
import { costOf, productOf } from './purse';
import { receiptOf } from './receipt';
import { DAY_MS, MINUTE_MS } from './story-days';

const PAID_AFTER_MS = MINUTE_MS;
const GIVEN_UP_AFTER_MS = 10 * MINUTE_MS;
const MAX_ORDERS = 100;
/**
 * Orders of the past were to expire long ago by the machine's clock, which is that of the sweep and of every reader.
 * Nothing but the story ends them, also when whoever tells it was killed and goes on much later.
 */
const NEVER_MS = 365 * DAY_MS;

/** Orders for money from the cart to the goods, and back. The moment of an order is what it is known by. */
@Injectable()
export class Customers {
  constructor(
    private readonly carts: CartsService,
    private readonly checkout: CheckoutService,
    private readonly orders: OrdersService,
    private readonly endings: OrderEndings,
    private readonly sandbox: SandboxTeller,
  ) {}

  async order(userId: string, username: string, deed: DeedOf<'order'>): Promise<void> {
    const { atMs, lines, currency, isPaid } = deed;
    const orderId = (await this.findAt(userId, atMs)) ?? (await this.place(userId, deed));
    if (!isPaid) return asOf(atMs + GIVEN_UP_AFTER_MS, async () => void (await this.endings.cancel(userId, orderId)));
    const data = { orderId, transactionId: receiptOf(username, atMs), amount: costOf(lines, currency), currency };
    return this.tell(atMs + PAID_AFTER_MS, 'payment.paid', data);
  }

  async refund(userId: string, username: string, { atMs, orderedMs }: DeedOf<'refund'>): Promise<void> {
    const orderId = await this.findAt(userId, orderedMs);
    const transactionId = `${receiptOf(username, orderedMs)}-refund`;
    if (orderId !== undefined) await this.tell(atMs, 'payment.refunded', { orderId, transactionId });
  }

  async chargeBack(userId: string, username: string, { atMs, orderedMs }: DeedOf<'chargeback'>): Promise<void> {
    const orderId = await this.findAt(userId, orderedMs);
    const transactionId = `${receiptOf(username, orderedMs)}-chargeback`;
    if (orderId !== undefined) await this.tell(atMs, 'payment.charged_back', { orderId, transactionId });
  }

  private async findAt(userId: string, atMs: number): Promise<string | undefined> {
    const orders = await this.orders.page({ userId }, MAX_ORDERS);
    return orders.find(({ createdAt }) => createdAt.getTime() === atMs)?.id;
  }

  /** An interrupted start may have left something in the cart. */
  private async place(userId: string, { atMs, lines, currency }: DeedOf<'order'>): Promise<string> {
    const left = await this.carts.view(userId);
    if (left.lines.length > 0) await this.carts.remove(userId, () => true);
    for (const { sku, quantity } of lines) {
      const good = { productId: productOf(sku).id, sellableSource: null, sellableId: null };
      await this.carts.add(userId, good, quantity);
    }
    const choice = {
      userId,
      provider: 'sandbox',
      currency,
      returnUrl: null,
      expiresAt: new Date(Date.now() + NEVER_MS),
    };
    const { body } = await this.checkout.checkOut(choice, { key: `history-${atMs}`, fingerprint: 'history' });
    return (JSON.parse(body) as CheckoutView).order.id;
  }

  private tell(atMs: number, type: SandboxNotification['type'], data: SandboxNotification['data']): Promise<void> {
    return asOf(atMs, () => this.sandbox.tell({ type, timestamp: new Date(atMs).toISOString(), data }));
  }
}
