import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import type { StatementPart } from '../platform/database/statement';
import type { Tx } from '../platform/database/unit-of-work';
import { ProductContent } from './product-content.entity';
import { ProductStock } from './product-stock.entity';

export interface StockRow {
  productId: string;
  taken: number;
}

export type StockFacts = [productId: string, taken: number];

/** What belongs to a product beside its prices: what of its stock was taken, and what a pack holds. */
@Injectable()
export class StockRepository {
  constructor(
    @InjectRepository(ProductStock) private readonly stock: Repository<ProductStock>,
    @InjectRepository(ProductContent) private readonly contents: Repository<ProductContent>,
  ) {}

  findTaken(productIds: readonly string[]): Promise<StockRow[]> {
    return this.stock.findBy({ productId: In(productIds) });
  }

  findContents(productIds: readonly string[]): Promise<ProductContent[]> {
    return this.contents.find({ where: { productId: In(productIds) }, order: { currency: 'asc' } });
  }

  /** Opens the account of a product's stock; what was taken before stays taken. */
  async open(tx: Tx, productId: string): Promise<void> {
    await tx.getRepository(ProductStock).createQueryBuilder().insert().values({ productId }).orIgnore().execute();
  }

  async replaceContents(tx: Tx, productId: string, contents: Readonly<Record<string, number>>): Promise<void> {
    const repository = tx.getRepository(ProductContent);
    await repository.delete({ productId });
    await repository.insert(Object.entries(contents).map(([currency, amount]) => ({ productId, currency, amount })));
  }

  /** What was taken of those of these products that have limited stock, their rows locked in the order of their ids. */
  stockPart(productIds: readonly string[]): StatementPart {
    return {
      name: 'stock',
      sql: `
        select json_agg(json_build_array(s.product_id, s.taken)) from (
          select product_id, taken from product_stock where product_id = any($1::uuid[])
          order by product_id for no key update) s`,
      params: [productIds],
    };
  }

  stockWritePart(rows: readonly StockRow[]): StatementPart {
    return {
      name: 'stock',
      sql: `
        update product_stock s set taken = moved.taken from unnest($1::uuid[], $2::bigint[]) as moved(product_id, taken)
        where s.product_id = moved.product_id`,
      params: [rows.map(({ productId }) => productId), rows.map(({ taken }) => taken)],
    };
  }
}
