import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';
import { CartLine } from './cart-line.entity';
import { Cart } from './cart.entity';

export interface CartWithLines {
  /** 0: there was none yet. */
  version: number;
  /** In the order in which they were added. */
  lines: CartLine[];
}

/** Carts are written with the account of their player locked. */
@Injectable()
export class CartsRepository {
  constructor(
    @InjectRepository(Cart) private readonly carts: Repository<Cart>,
    @InjectRepository(CartLine) private readonly lines: Repository<CartLine>,
  ) {}

  /** The version first: lines that come meanwhile belong to a later one, which the checkout then sees. */
  async find(userId: string): Promise<CartWithLines> {
    const cart = await this.carts.findOneBy({ userId });
    const lines = await this.lines.find({ where: { userId }, order: { id: 'asc' } });
    return { version: cart?.version ?? 0, lines };
  }

  async lock(tx: Tx, userId: string): Promise<CartWithLines> {
    const lock = { mode: 'for_no_key_update' } as const;
    const cart = await tx.getRepository(Cart).findOne({ where: { userId }, lock });
    const lines = await tx.getRepository(CartLine).find({ where: { userId }, order: { id: 'asc' } });
    return { version: cart?.version ?? 0, lines };
  }

  async setVersion(tx: Tx, userId: string, version: number): Promise<void> {
    await tx.getRepository(Cart).upsert({ userId, version }, ['userId']);
  }

  async saveLine(tx: Tx, line: Omit<CartLine, 'addedAt'>): Promise<void> {
    await tx.getRepository(CartLine).upsert(line, ['userId', 'id']);
  }

  async deleteLines(tx: Tx, userId: string, ids: readonly string[]): Promise<void> {
    await tx.getRepository(CartLine).delete({ userId, id: In(ids) });
  }

  async notePrices(tx: Tx, { userId, id }: CartLine, shownPrices: Record<string, number>): Promise<void> {
    await tx.getRepository(CartLine).update({ userId, id }, { shownPrices });
  }

  /** Takes these goods out of everybody's cart; carts are locked in the order of their players. */
  async dropSellables(tx: Tx, source: string, ids: readonly string[]): Promise<void> {
    await tx.send({
      name: 'drop sellables from carts',
      sql: `
        with holding as (
          select user_id from carts where user_id in (
            select user_id from cart_lines where sellable_source = $1 and sellable_id = any($2::text[]))
          order by user_id for no key update
        ), grown as (
          update carts c set version = version + 1 from holding h where c.user_id = h.user_id
        )
        delete from cart_lines l using holding h
        where l.user_id = h.user_id and l.sellable_source = $1 and l.sellable_id = any($2::text[])`,
      params: [source, ids],
    });
  }

  async erase(tx: Tx, userId: string): Promise<void> {
    await tx.getRepository(CartLine).delete({ userId });
    await tx.getRepository(Cart).delete({ userId });
  }
}
