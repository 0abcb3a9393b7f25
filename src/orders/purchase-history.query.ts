import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { OrderLine } from './order-line.entity';
import type { OrderStatus } from './order-moves';
import { Order } from './order.entity';
import type { PurchasedWithMoney } from './purchase-history.view';

interface PaidFor {
  status: OrderStatus;
  currency: string;
  provider: string;
  fulfilled_at: Date;
}

/** What players got for real money. */
@Injectable()
export class PurchaseHistoryQuery {
  constructor(@InjectRepository(OrderLine) private readonly lines: Repository<OrderLine>) {}

  /** Newest first, those before the line `before` of an order. */
  async findPage(
    userId: string,
    limit: number,
    before?: { orderId: string; id: string },
  ): Promise<PurchasedWithMoney[]> {
    const query = this.lines
      .createQueryBuilder('l')
      .innerJoin(Order, 'o', 'o.userId = l.userId and o.id = l.orderId')
      .addSelect(['o.status as status', 'o.currency as currency', 'o.provider as provider'])
      .addSelect('o.fulfilledAt', 'fulfilled_at')
      .where('l.userId = :userId and o.fulfilledAt is not null', { userId });
    if (before !== undefined) query.andWhere('(l.orderId, l.id) < (:orderId, :id)', before);
    const { entities, raw } = await query
      .orderBy('l.orderId', 'DESC')
      .addOrderBy('l.id', 'DESC')
      .limit(limit)
      .getRawAndEntities<PaidFor>();
    return entities.map((line, index) => purchasedWithMoney(line, raw[index]));
  }
}

function purchasedWithMoney(line: OrderLine, paidFor: PaidFor): PurchasedWithMoney {
  const { id, orderId, productId, sku, name, quantity, unitPrice, amount } = line;
  return {
    id,
    orderId,
    orderStatus: paidFor.status,
    productId,
    sku,
    name,
    quantity,
    unitPrice,
    amount,
    currency: paidFor.currency,
    provider: paidFor.provider,
    purchasedAt: paidFor.fulfilled_at.toISOString(),
  };
}
