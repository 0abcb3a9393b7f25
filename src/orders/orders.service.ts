import { Injectable } from '@nestjs/common';
import { newId } from '../platform/database/new-id';
import type { Tx } from '../platform/database/unit-of-work';
import { OutboxService } from '../platform/outbox/outbox.service';
import { orderEvent } from './order-events';
import type { OrderLine } from './order-line.entity';
import { mayMove, type OrderStatus } from './order-moves';
import type { Order } from './order.entity';
import type { OrderWithLines } from './order.view';
import { OrderMoveNotAllowed } from './orders.errors';
import { type OrderFilter, OrdersRepository } from './orders.repository';

export type { OrderWithLines };
export { ORDER_STATUSES } from './order-moves';
export { OrderView, orderView, SellableName } from './order.view';

/** What the checkout froze. */
export type OrderDraft = Pick<
  Order,
  'id' | 'userId' | 'provider' | 'currency' | 'total' | 'cartVersion' | 'returnUrl' | 'createdAt' | 'expiresAt'
> & { lines: readonly OrderLineDraft[] };

export type OrderLineDraft = Omit<OrderLine, 'userId' | 'orderId' | 'id'>;

@Injectable()
export class OrdersService {
  constructor(
    private readonly repository: OrdersRepository,
    private readonly outbox: OutboxService,
  ) {}

  async create(tx: Tx, { lines: drafts, ...draft }: OrderDraft): Promise<OrderWithLines> {
    const unpaid = { paidAt: null, fulfilledAt: null, endedAt: null, attention: null };
    const order: Order = { ...draft, status: 'pending', ...unpaid };
    const lines = drafts.map((line) => ({ ...line, userId: order.userId, orderId: order.id, id: newId() }));
    await this.repository.insert(tx, order, lines);
    await this.outbox.add(tx, orderEvent(order, draft.createdAt));
    return Object.assign(order, { lines });
  }

  /** The order until the unit of work ends; always before the account of its player. */
  async lock(tx: Tx, userId: string, orderId: string): Promise<OrderWithLines | null> {
    const order = await this.repository.lock(tx, userId, orderId);
    return order && Object.assign(order, { lines: await this.repository.linesOf(tx, userId, orderId) });
  }

  /**
   * Changes a locked order, and the object that was handed in.
   *
   * @throws OrderMoveNotAllowed
   */
  async move(tx: Tx, order: OrderWithLines, to: OrderStatus, at: Date, changes: Partial<Order> = {}): Promise<void> {
    if (!mayMove(order.status, to)) throw new OrderMoveNotAllowed(order.status, to);
    const all = { ...momentsOf(order, to, at), ...changes, status: to };
    await this.repository.save(tx, order, all);
    Object.assign(order, all);
    await this.outbox.add(tx, orderEvent(order, at));
  }

  /** That more happened to a locked order which leaves it what it is called: of its money another part went back. */
  async tellAgain(tx: Tx, order: Order, at: Date): Promise<void> {
    await this.outbox.add(tx, orderEvent(order, at));
  }

  /** That a locked order was given, of which the engine tells; what it is called then is another question. */
  async noteGiven(tx: Tx, order: OrderWithLines, at: Date): Promise<void> {
    const fulfilledAt = order.fulfilledAt ?? at;
    await this.repository.save(tx, order, { fulfilledAt });
    order.fulfilledAt = fulfilledAt;
  }

  /** A locked order that is not paid waits until then. */
  async waitUntil(tx: Tx, order: Order, expiresAt: Date): Promise<void> {
    if (order.status !== 'pending' || order.expiresAt.getTime() === expiresAt.getTime()) return;
    await this.repository.save(tx, order, { expiresAt });
    order.expiresAt = expiresAt;
  }

  /** Calls finance to a locked order with a word, or says that nobody need look any more. */
  async setAttention(tx: Tx, order: OrderWithLines, why: string | null): Promise<void> {
    if (order.attention === why) return;
    await this.repository.save(tx, order, { attention: why });
    order.attention = why;
  }

  async find(userId: string, orderId: string): Promise<OrderWithLines | null> {
    const order = await this.repository.find(userId, orderId);
    return order && (await this.withLines([order]))[0];
  }

  /** Whosever it is. */
  async findAnybodys(orderId: string): Promise<OrderWithLines | null> {
    const order = await this.repository.findAnybodys(orderId);
    return order && (await this.withLines([order]))[0];
  }

  /** Newest first, those before `before` (an id). */
  async page(filter: OrderFilter, limit: number, before?: string): Promise<OrderWithLines[]> {
    return this.withLines(await this.repository.findPage(filter, limit, before));
  }

  /** Orders that nobody paid in time, those after `after` (an id). */
  findExpired(limit: number, after?: string): Promise<{ id: string; userId: string }[]> {
    return this.repository.findExpired(new Date(), limit, after);
  }

  /** The order that this version of the player's cart became, if it did. */
  findIdByCart(tx: Tx, userId: string, cartVersion: number): Promise<string | null> {
    return this.repository.findIdByCart(tx, userId, cartVersion);
  }

  /** How many of the player's wait to be paid, also those whose time has passed unnoticed. */
  countPending(tx: Tx, userId: string): Promise<number> {
    return this.repository.countPending(tx, userId);
  }

  /** Forgets what the player's client wrote; what was ordered stays. Orders are locked before accounts. */
  erase(tx: Tx, userId: string): Promise<void> {
    return this.repository.forgetReturnUrls(tx, userId);
  }

  /** Of one player. */
  private async withLines(orders: readonly Order[]): Promise<OrderWithLines[]> {
    if (orders.length === 0) return [];
    const ids = orders.map(({ id }) => id);
    const lines = await this.repository.findLines(orders[0].userId, ids);
    return orders.map((order) => Object.assign(order, { lines: lines.filter(({ orderId }) => orderId === order.id) }));
  }
}

/** The first time that money came stays what it was, whatever came after it; so does that of giving. */
function momentsOf(order: Order, to: OrderStatus, at: Date): Partial<Order> {
  if (to === 'cancelled' || to === 'expired') return { endedAt: at };
  if (to === 'paid') return { paidAt: order.paidAt ?? at, endedAt: null };
  return to === 'fulfilled' ? { fulfilledAt: order.fulfilledAt ?? at } : {};
}
