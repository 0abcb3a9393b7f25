import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';
import { Payment } from './payment.entity';

@Injectable()
export class PaymentsRepository {
  constructor(@InjectRepository(Payment) private readonly payments: Repository<Payment>) {}

  findByOrder(orderId: string): Promise<Payment | null> {
    return this.payments.findOne({ where: { orderId } });
  }

  find(id: string): Promise<Payment | null> {
    return this.payments.findOne({ where: { id } });
  }

  /** With the order locked nobody else changes it. */
  getOfOrder(tx: Tx, orderId: string): Promise<Payment | null> {
    return tx.getRepository(Payment).findOne({ where: { orderId } });
  }

  async insert(tx: Tx, payment: Payment): Promise<void> {
    await tx.getRepository(Payment).insert(payment);
  }

  async save(
    tx: Tx,
    { userId, id, facts, refundsAsked, closedAt, releasedAt, received, returned, toReturn }: Payment,
  ): Promise<void> {
    await tx
      .getRepository(Payment)
      .update({ userId, id }, { facts, refundsAsked, closedAt, releasedAt, received, returned, toReturn });
  }

  /** The first address that was made stays. */
  async keepUrl(id: string, url: string): Promise<string> {
    await this.payments.createQueryBuilder().update().set({ url }).where('id = :id and url is null', { id }).execute();
    const payment = await this.find(id);
    return payment?.url ?? url;
  }

  async forgetUrls(tx: Tx, userId: string): Promise<void> {
    await tx.getRepository(Payment).update({ userId }, { url: null });
  }
}
