import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, LessThanOrEqual, MoreThan, Not, Repository } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';
import { OrderLine } from './order-line.entity';
import type { OrderStatus } from './order-moves';
import { Order } from './order.entity';

export interface OrderFilter {
  userId: string;
  status?: OrderStatus;
}

@Injectable()
export class OrdersRepository {
  constructor(
    @InjectRepository(Order) private readonly orders: Repository<Order>,
    @InjectRepository(OrderLine) private readonly lines: Repository<OrderLine>,
  ) {}

  find(userId: string, id: string): Promise<Order | null> {
    return this.orders.findOneBy({ userId, id });
  }

  findAnybodys(id: string): Promise<Order | null> {
    return this.orders.findOneBy({ id });
  }

  /** Newest first, those before `before` (an id). */
  findPage({ userId, status }: OrderFilter, limit: number, before?: string): Promise<Order[]> {
    const query = this.orders.createQueryBuilder('o').where('o.userId = :userId', { userId });
    if (status !== undefined) query.andWhere('o.status = :status', { status });
    if (before !== undefined) query.andWhere('o.id < :before', { before });
    return query.orderBy('o.id', 'DESC').limit(limit).getMany();
  }

  /** In the order of the carts they came from. */
  findLines(userId: string, orderIds: readonly string[]): Promise<OrderLine[]> {
    return this.lines.find({ where: { userId, orderId: In(orderIds) }, order: { orderId: 'asc', id: 'asc' } });
  }

  /** Whose time has passed, in the order of their ids, those after `after`. */
  findExpired(now: Date, limit: number, after?: string): Promise<Pick<Order, 'id' | 'userId'>[]> {
    const isLater = after === undefined ? {} : { id: MoreThan(after) };
    return this.orders.find({
      select: { id: true, userId: true },
      where: { status: 'pending', expiresAt: LessThanOrEqual(now), ...isLater },
      order: { id: 'asc' },
      take: limit,
    });
  }

  /** Those of one player: few, since few may wait at a time. */
  findLate(userId: string, now: Date): Promise<Pick<Order, 'id'>[]> {
    const where = { userId, status: 'pending' as const, expiresAt: LessThanOrEqual(now) };
    return this.orders.find({ select: { id: true }, where, order: { id: 'asc' } });
  }

  /** The order that this version of the player's cart became. */
  async findIdByCart(tx: Tx, userId: string, cartVersion: number): Promise<string | null> {
    const order = await tx.getRepository(Order).findOne({ select: { id: true }, where: { userId, cartVersion } });
    return order?.id ?? null;
  }

  countPending(tx: Tx, userId: string): Promise<number> {
    return tx.getRepository(Order).countBy({ userId, status: 'pending' });
  }

  lock(tx: Tx, userId: string, id: string): Promise<Order | null> {
    return tx.getRepository(Order).findOne({ where: { userId, id }, lock: { mode: 'for_no_key_update' } });
  }

  linesOf(tx: Tx, userId: string, orderId: string): Promise<OrderLine[]> {
    return tx.getRepository(OrderLine).find({ where: { userId, orderId }, order: { id: 'asc' } });
  }

  async insert(tx: Tx, order: Order, lines: readonly OrderLine[]): Promise<void> {
    await tx.getRepository(Order).insert(order);
    await tx.getRepository(OrderLine).insert([...lines]);
  }

  async save(tx: Tx, { userId, id }: Order, changes: Partial<Order>): Promise<void> {
    await tx.getRepository(Order).update({ userId, id }, changes);
  }

  async forgetReturnUrls(tx: Tx, userId: string): Promise<void> {
    await tx.getRepository(Order).update({ userId, returnUrl: Not(IsNull()) }, { returnUrl: null });
  }
}
