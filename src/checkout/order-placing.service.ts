import { Injectable } from '@nestjs/common';
import { EconomyService } from '../economy/economy.service';
import { LateOrders } from '../orders/late-orders.service';
import { type OrderDraft, OrdersService, type OrderWithLines } from '../orders/orders.service';
import { PaymentsService } from '../payments/payments.service';
import { now } from '../platform/clock/clock';
import { Config } from '../platform/config/config';
import { newId } from '../platform/database/new-id';
import type { Tx } from '../platform/database/unit-of-work';
import { SellablesService } from '../sellables/sellables.service';
import { CartsRepository, type CartWithLines } from './carts.repository';
import { TooManyUnpaid } from './checkout.errors';
import { sellableOf } from './good';
import { orderLine, type PricedLine, type Quote } from './quote';
import { returnUrlOf } from './return-url';

/** What the player chose at the checkout. */
export interface Choice {
  userId: string;
  provider: string;
  currency: string;
  expectedTotal?: number;
  /** May ask for the id of the order (`return-url.ts`). */
  returnUrl: string | null;
  /** Until when the order waits to be paid, instead of what the provider says. */
  expiresAt?: Date;
}

/** Makes an order of a cart that can be bought: with its account and itself locked. */
@Injectable()
export class OrderPlacing {
  constructor(
    private readonly carts: CartsRepository,
    private readonly orders: OrdersService,
    private readonly late: LateOrders,
    private readonly payments: PaymentsService,
    private readonly economy: EconomyService,
    private readonly sellables: SellablesService,
    private readonly config: Config,
  ) {}

  /**
   * @throws TooManyUnpaid, ProviderNotOffered, CurrencyNotOffered, PurchasesBlocked; OutOfStock, PurchaseLimitReached and what else
   *   the engine refuses with
   */
  async place(
    tx: Tx,
    { userId, provider, currency, returnUrl, ...choice }: Choice,
    { version, lines }: CartWithLines,
    { lines: priced, total }: Quote,
  ): Promise<OrderWithLines> {
    const { maxUnpaidOrders } = this.config.shop;
    if ((await this.orders.countPending(tx, userId)) >= maxUnpaidOrders) throw new TooManyUnpaid(maxUnpaidOrders);
    const [id, createdAt] = [newId(), now()];
    const draft: OrderDraft = {
      ...{ id, userId, provider, currency, total, createdAt },
      returnUrl: returnUrl && returnUrlOf(returnUrl, id),
      expiresAt: choice.expiresAt ?? this.payments.expiresAt(provider, currency, createdAt),
      cartVersion: version,
      lines: await this.orderLines(tx, priced),
    };
    const order = await this.orders.create(tx, draft);
    await this.reserve(tx, order);
    await this.payments.open(tx, order);
    const ids = lines.map(({ id }) => id);
    await this.carts.deleteLines(tx, userId, ids);
    await this.carts.setVersion(tx, userId, version + 1);
    return order;
  }

  /** Orders of the player's whose time has passed wait no more. In units of work of its own. */
  endLate(userId: string): Promise<void> {
    return this.late.endOf(userId);
  }

  /** The order that this version of the cart became, if it did. */
  findOrderOf(tx: Tx, userId: string, cartVersion: number): Promise<string | null> {
    return this.orders.findIdByCart(tx, userId, cartVersion);
  }

  /** What is owned elsewhere gets its product in the order of ids, so that no two checkouts wait in a circle. */
  private async orderLines(tx: Tx, priced: readonly PricedLine[]) {
    const productIds = new Map<PricedLine, string>();
    for (const each of priced.toSorted((one, other) => (one.offer.sku < other.offer.sku ? -1 : 1))) {
      const sellable = sellableOf(each.line);
      const id = sellable === null ? null : await this.sellables.ensureProduct(tx, sellable.source, sellable.id);
      productIds.set(each, id ?? each.line.productId ?? '');
    }
    return priced.map((each) => orderLine(each, productIds.get(each) ?? ''));
  }

  private async reserve(tx: Tx, { id: orderId, userId, lines, createdAt }: OrderWithLines): Promise<void> {
    const wanted = lines.map(({ id: orderLineId, productId, quantity }) => ({ orderLineId, productId, quantity }));
    const [receipt] = await this.economy.apply(tx, [
      { kind: 'reserve', userId, actorId: userId, orderId, lines: wanted, at: createdAt.toISOString() },
    ]);
    if (!receipt.accepted) throw receipt.error;
  }
}
