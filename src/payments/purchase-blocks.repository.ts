import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, Not, Repository } from 'typeorm';
import { now } from '../platform/clock/clock';
import type { Tx } from '../platform/database/unit-of-work';
import { PurchaseBlock } from './purchase-block.entity';

@Injectable()
export class PurchaseBlocksRepository {
  constructor(@InjectRepository(PurchaseBlock) private readonly blocks: Repository<PurchaseBlock>) {}

  holds(tx: Tx, userId: string): Promise<boolean> {
    return tx.getRepository(PurchaseBlock).existsBy({ userId, liftedAt: IsNull() });
  }

  /** As of now: it may change before anything is done. */
  isBlocked(userId: string): Promise<boolean> {
    return this.blocks.existsBy({ userId, liftedAt: IsNull() });
  }

  /** Whether another order than this one keeps its player from buying. */
  holdsByAnother(tx: Tx, { userId, id }: { userId: string; id: string }): Promise<boolean> {
    return tx.getRepository(PurchaseBlock).existsBy({ userId, orderId: Not(id), liftedAt: IsNull() });
  }

  findByUser(userId: string): Promise<PurchaseBlock[]> {
    return this.blocks.find({ where: { userId }, order: { createdAt: 'asc' } });
  }

  /** Blocks because of this order, or not any more. What finance lifted stays lifted. */
  async set(tx: Tx, order: { userId: string; id: string }, isBlocking: boolean, at: Date): Promise<void> {
    const blocks = tx.getRepository(PurchaseBlock);
    const key = { userId: order.userId, orderId: order.id };
    if (!isBlocking) await blocks.delete({ ...key, liftedAt: IsNull() });
    else {
      await blocks
        .createQueryBuilder()
        .insert()
        .values({ ...key, createdAt: at, liftedAt: null, liftedBy: null })
        .orIgnore()
        .execute();
    }
  }

  /** @returns how many there were */
  async lift(tx: Tx, userId: string, liftedBy: string): Promise<number> {
    const { affected } = await tx
      .getRepository(PurchaseBlock)
      .update({ userId, liftedAt: IsNull() }, { liftedAt: now(), liftedBy });
    return affected ?? 0;
  }
}
