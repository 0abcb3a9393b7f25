import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Between, In, LessThanOrEqual, Repository } from 'typeorm';
import type { Tx } from '../../platform/database/unit-of-work';
import { PaymeTransaction } from './payme-transaction.entity';

@Injectable()
export class PaymeRepository {
  constructor(@InjectRepository(PaymeTransaction) private readonly transactions: Repository<PaymeTransaction>) {}

  find(id: string): Promise<PaymeTransaction | null> {
    return this.transactions.findOneBy({ id });
  }

  /** Always after its order. */
  lock(tx: Tx, id: string): Promise<PaymeTransaction | null> {
    return tx.getRepository(PaymeTransaction).findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /** The one that an order waits for or was paid by. The order must be locked for this to hold. */
  findActive(tx: Tx, orderId: string): Promise<PaymeTransaction | null> {
    return tx.getRepository(PaymeTransaction).findOneBy({ orderId, state: In([1, 2]) });
  }

  /** The first made at Payme from `from` to `to`, both included. */
  findMade(from: number, to: number, limit: number): Promise<PaymeTransaction[]> {
    const where = { time: Between(from, to) };
    return this.transactions.find({ where, order: { time: 'asc', id: 'asc' }, take: limit });
  }

  /** @returns whether it is new: somebody else may have been faster, for another order */
  async insert(tx: Tx, transaction: PaymeTransaction): Promise<boolean> {
    const { raw } = await tx
      .createQueryBuilder()
      .insert()
      .into(PaymeTransaction)
      .values(transaction)
      .orIgnore()
      .returning('id')
      .execute();
    return (raw as unknown[]).length === 1;
  }

  async save(tx: Tx, transaction: PaymeTransaction): Promise<void> {
    const { id, state, reason, performTime, cancelTime, fiscal } = transaction;
    await tx.getRepository(PaymeTransaction).update({ id }, { state, reason, performTime, cancelTime, fiscal });
  }

  /** Gives up all that wait and were made at Payme at `madeBy` or before. */
  async timeOut(madeBy: number, reason: number, now: number): Promise<void> {
    await this.transactions.update({ state: 1, time: LessThanOrEqual(madeBy) }, { state: -1, reason, cancelTime: now });
  }
}
