import { Injectable, Logger } from '@nestjs/common';
import { OrdersService, type OrderWithLines } from '../orders/orders.service';
import { newId } from '../platform/database/new-id';
import type { Tx } from '../platform/database/unit-of-work';
import { InboxRepository } from './inbox.repository';
import { paymentDraft } from './payment-draft';
import { PaymentProviders } from './payment-providers';
import type { Payment } from './payment.entity';
import type { PaymentLink } from './payment.view';
import { PaymentNotFound, ProviderUnavailable, PurchasesBlocked } from './payments.errors';
import { PaymentsRepository } from './payments.repository';
import { PurchaseBlocksRepository } from './purchase-blocks.repository';

export { PaymentLink } from './payment.view';

@Injectable()
export class PaymentsService {
  private readonly logger = new Logger(PaymentsService.name);

  constructor(
    private readonly repository: PaymentsRepository,
    private readonly inbox: InboxRepository,
    private readonly blocks: PurchaseBlocksRepository,
    private readonly providers: PaymentProviders,
    private readonly orders: OrdersService,
  ) {}

  /**
   * Until when an order at this provider waits to be paid.
   *
   * @throws ProviderNotOffered, CurrencyNotOffered
   */
  expiresAt(provider: string, currency: string, now: Date): Date {
    return new Date(now.getTime() + this.providers.offered(provider, currency).expiresAfterMs);
  }

  /**
   * Begins the payment of a new order.
   *
   * @throws ProviderNotOffered, CurrencyNotOffered, PurchasesBlocked
   */
  async open(tx: Tx, order: OrderWithLines): Promise<void> {
    this.providers.offered(order.provider, order.currency);
    if (await this.blocks.holds(tx, order.userId)) throw new PurchasesBlocked();
    await this.repository.insert(tx, {
      id: newId(),
      userId: order.userId,
      orderId: order.id,
      provider: order.provider,
      amount: order.total,
      currency: order.currency,
      url: null,
      facts: [],
      refundsAsked: [],
      closedAt: null,
      releasedAt: null,
      received: 0,
      returned: 0,
      toReturn: 0,
      createdAt: order.createdAt,
    });
  }

  /**
   * Where the order is paid. The provider is asked where it was not yet, so this belongs after the commit of the order.
   *
   * @throws PaymentNotFound; ProviderUnavailable when it makes no address now: the order stands, ask again
   */
  async linkFor(userId: string, orderId: string): Promise<string> {
    const payment = await this.repository.findByOrder(orderId);
    const order = await this.orders.find(userId, orderId);
    if (payment === null || order === null || payment.userId !== userId) throw new PaymentNotFound();
    if (payment.url !== null) return payment.url;
    const provider = this.providers.offered(payment.provider);
    try {
      const { url } = await provider.createPayment(paymentDraft(payment, order));
      return await this.repository.keepUrl(payment.id, url);
    } catch (error) {
      this.logger.warn({ err: error, orderId, provider: provider.name }, 'No link to pay was made.');
      throw new ProviderUnavailable(payment.provider);
    }
  }

  /**
   * The same for somebody who comes back to an order: one that has ended is not paid.
   *
   * @throws PaymentNotFound, ProviderUnavailable
   */
  async openLink(userId: string, orderId: string): Promise<PaymentLink> {
    const order = await this.orders.find(userId, orderId);
    if (order === null) throw new PaymentNotFound();
    const isWaiting = order.status === 'pending' && order.expiresAt.getTime() > Date.now();
    return { provider: order.provider, url: isWaiting ? await this.linkFor(userId, orderId) : null };
  }

  find(orderId: string): Promise<Payment | null> {
    return this.repository.findByOrder(orderId);
  }

  /** The payment that something of the provider's was told of, under one of these kinds. */
  async findTold(provider: string, kinds: readonly string[], externalId: string): Promise<Payment | null> {
    const orderId = await this.inbox.findOrderOf(provider, kinds, externalId);
    return orderId === null ? null : this.repository.findByOrder(orderId);
  }

  findById(paymentId: string): Promise<Payment | null> {
    return this.repository.find(paymentId);
  }

  /** Forgets what providers wrote about this player; what was paid stays. Comes after the account is locked. */
  async erase(tx: Tx, userId: string): Promise<void> {
    await this.inbox.eraseTexts(tx, userId);
    await this.repository.forgetUrls(tx, userId);
  }
}
