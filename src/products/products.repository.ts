import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import { violatedConstraint } from '../platform/database/database-errors';
import type { StatementPart } from '../platform/database/statement';
import type { Tx } from '../platform/database/unit-of-work';
import { Price } from './price.entity';
import { Product, type ProductType } from './product.entity';
import { MetadataTooLarge, SkuTaken } from './products.errors';

export interface ProductFilter {
  type?: ProductType;
  isActive?: boolean;
  /** Only products with a price in this currency. */
  currency?: string;
  /** Only products with a price in real money. */
  isForMoney?: boolean;
  /** Part of a name or SKU, in any case. */
  text?: string;
}

@Injectable()
export class ProductsRepository {
  constructor(
    @InjectRepository(Product) private readonly products: Repository<Product>,
    @InjectRepository(Price) private readonly prices: Repository<Price>,
  ) {}

  findPage(filter: ProductFilter, limit: number, after?: string): Promise<Product[]> {
    const query = this.products.createQueryBuilder('p').where('not p.isHidden');
    if (after !== undefined) query.andWhere('p.id > :after', { after });
    if (filter.isActive !== undefined) query.andWhere('p.isActive = :isActive', { isActive: filter.isActive });
    if (filter.type !== undefined) query.andWhere('p.type = :type', { type: filter.type });
    if (filter.currency !== undefined) {
      query.andWhere('exists (select from prices where product_id = p.id and currency = :currency)', {
        currency: filter.currency,
      });
    }
    if (filter.isForMoney) {
      query.andWhere(
        `exists (select from prices join currencies c on c.code = prices.currency
          where product_id = p.id and c.kind = 'real' and c.is_active)`,
      );
    }
    if (filter.text !== undefined) {
      const pattern = `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`;
      query.andWhere(
        `(p.name ilike :pattern or p.sku ilike :pattern or exists (
          select from jsonb_each(p.localized) l, jsonb_each_text(l.value) t where t.value ilike :pattern))`,
        { pattern },
      );
    }
    return query.orderBy('p.id').limit(limit).getMany();
  }

  findById(id: string): Promise<Product | null> {
    return this.products.findOneBy({ id });
  }

  /** In any case, as no two SKUs differ in nothing else. */
  findBySku(sku: string): Promise<Product | null> {
    return this.products.createQueryBuilder('p').where('lower(p.sku) = lower(:sku)', { sku }).getOne();
  }

  /** Those in the catalogue. */
  findByIds(ids: readonly string[]): Promise<Product[]> {
    return this.products.findBy({ id: In(ids), isHidden: false });
  }

  async findVersions(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const found = await tx.getRepository(Product).find({ select: { id: true, version: true }, where: { id: In(ids) } });
    return new Map(found.map(({ id, version }) => [id, version]));
  }

  findPrices(productIds: readonly string[]): Promise<Price[]> {
    return this.prices.find({ where: { productId: In(productIds) }, order: { currency: 'asc' } });
  }

  /** By currency. */
  async pricesOf(tx: Tx, productId: string): Promise<Record<string, number>> {
    const prices = await tx.getRepository(Price).find({ where: { productId }, order: { currency: 'asc' } });
    return Object.fromEntries(prices.map(({ currency, amount }) => [currency, amount]));
  }

  async lock(tx: Tx, id: string): Promise<Product | null> {
    return tx.getRepository(Product).findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /** @throws SkuTaken, MetadataTooLarge */
  async insert(tx: Tx, product: Partial<Product> & Pick<Product, 'id' | 'sku'>): Promise<void> {
    try {
      await tx.getRepository(Product).insert(product as never);
    } catch (error) {
      throw this.translate(error, product.sku);
    }
  }

  /** Whoever was faster keeps its id. @throws SkuTaken when somebody gave the SKU to a product of the catalogue */
  async ensureHidden(tx: Tx, product: Pick<Product, 'id' | 'sku' | 'name' | 'type' | 'isHidden'>): Promise<string> {
    const products = tx.getRepository(Product);
    const find = () => products.createQueryBuilder('p').where('lower(p.sku) = lower(:sku)', product).getOne();
    let found = await find();
    if (found === null) {
      await products.createQueryBuilder().insert().values(product).orIgnore().execute();
      found = await find();
    }
    if (!found?.isHidden) throw new SkuTaken(product.sku);
    return found.id;
  }

  /** @throws SkuTaken, MetadataTooLarge */
  async update(tx: Tx, id: string, changes: Partial<Product>): Promise<void> {
    try {
      await tx.getRepository(Product).update({ id }, changes as never);
    } catch (error) {
      throw this.translate(error, changes.sku ?? '');
    }
  }

  async replacePrices(tx: Tx, productId: string, prices: Readonly<Record<string, number>>): Promise<void> {
    const repository = tx.getRepository(Price);
    await repository.delete({ productId });
    await repository.insert(Object.entries(prices).map(([currency, amount]) => ({ productId, currency, amount })));
  }

  /** These products with their prices, as `ProductFacts`. */
  productsPart(ids: readonly string[]): StatementPart {
    return {
      name: 'products',
      sql: `
        select json_agg(json_build_array(p.id, p.sku, p.name, p.type, p.is_active,
          (select json_object_agg(currency, amount) from prices where product_id = p.id),
          p.stock, p.limit_per_player, p.limit_period, p.is_hidden))
        from unnest($1::uuid[]) as named(id)
        cross join lateral (select * from products where id = named.id offset 0) p`,
      params: [ids],
    };
  }

  private translate(error: unknown, sku: string): unknown {
    const constraint = violatedConstraint(error);
    if (constraint === 'products_sku_key') return new SkuTaken(sku);
    return constraint === 'products_metadata_check' ? new MetadataTooLarge() : error;
  }
}
