import { Injectable } from '@nestjs/common';
import { newId } from '../platform/database/new-id';
import type { StatementPart } from '../platform/database/statement';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { isId } from '../platform/http/id';
import { UnknownCurrency } from '../wallets/wallets.errors';
import { WalletsService } from '../wallets/wallets.service';
import type { LocalizedTexts, Product, ProductType } from './product.entity';
import { type ProductView, viewOf } from './product.view';
import { ProductNotFound, ProductVersionMismatch } from './products.errors';
import { type ProductFilter, ProductsRepository } from './products.repository';

/** The short shape of a product, also for the views of other modules. */
export { ProductSummary } from './product-summary';

export interface ProductDraft {
  id?: string;
  sku: string;
  name: string;
  description?: string;
  localized?: LocalizedTexts;
  imageUrl?: string | null;
  metadata?: Record<string, unknown>;
  type: ProductType;
  prices: Record<string, number>;
  isActive?: boolean;
}

export type ProductFacts = [
  id: string,
  sku: string,
  name: string,
  type: ProductType,
  isActive: boolean,
  prices: Record<string, number> | null,
];

@Injectable()
export class ProductsService {
  constructor(
    private readonly repository: ProductsRepository,
    private readonly wallets: WalletsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** A page in order of id; `after` is the id of the last product of the page before. */
  async list(
    filter: ProductFilter,
    limit: number,
    after: string | undefined,
    languages: readonly string[],
  ): Promise<ProductView[]> {
    return this.views(await this.repository.findPage(filter, limit, after), languages);
  }

  /** @throws ProductNotFound also for inactive ones, unless `withInactive` */
  async get(idOrSku: string, languages: readonly string[], { withInactive = false } = {}): Promise<ProductView> {
    const product = isId(idOrSku) ? await this.repository.findById(idOrSku) : await this.repository.findBySku(idOrSku);
    if (product === null || !(product.isActive || withInactive)) throw new ProductNotFound();
    return (await this.views([product], languages))[0];
  }

  /** Those of these products that exist, whatever their state. */
  async findAll(ids: readonly string[]): Promise<ProductView[]> {
    return ids.length === 0 ? [] : this.views(await this.repository.findByIds(ids), []);
  }

  /** @throws SkuTaken, UnknownCurrency */
  async create(draft: ProductDraft): Promise<ProductView> {
    const { prices, ...product } = draft;
    await this.refuseUnknownCurrencies(prices);
    const id = draft.id ?? newId();
    await this.unitOfWork.run(async (tx) => {
      await this.repository.insert(tx, { ...product, id });
      await this.repository.replacePrices(tx, id, prices);
    });
    return this.get(id, [], { withInactive: true });
  }

  /**
   * Changes what is given; `prices` replaces the whole map.
   *
   * @throws ProductNotFound, SkuTaken, UnknownCurrency
   * @throws ProductVersionMismatch when `expectedVersion` is given and somebody else was faster
   */
  async change(idOrSku: string, changes: Partial<ProductDraft>, expectedVersion?: number): Promise<ProductView> {
    const { prices, ...fields } = changes;
    if (prices !== undefined) await this.refuseUnknownCurrencies(prices);
    const { id } = await this.get(idOrSku, [], { withInactive: true });
    await this.unitOfWork.run(async (tx) => {
      const product = await this.lockVersion(tx, id, expectedVersion);
      await this.repository.update(tx, id, { ...fields, version: product.version + 1 });
      if (prices !== undefined) await this.repository.replacePrices(tx, id, prices);
    });
    return this.get(id, [], { withInactive: true });
  }

  productsPart(ids: readonly string[]): StatementPart {
    return this.repository.productsPart(ids);
  }

  private async lockVersion(tx: Tx, id: string, expectedVersion: number | undefined): Promise<Product> {
    const product = await this.repository.lock(tx, id);
    if (product === null) throw new ProductNotFound();
    if (expectedVersion !== undefined && expectedVersion !== product.version) {
      throw new ProductVersionMismatch(product.version);
    }
    return product;
  }

  private async refuseUnknownCurrencies(prices: Readonly<Record<string, number>>): Promise<void> {
    const known = await this.wallets.currencyCodes();
    for (const currency of Object.keys(prices)) if (!known.has(currency)) throw new UnknownCurrency(currency);
  }

  private async views(products: readonly Product[], languages: readonly string[]): Promise<ProductView[]> {
    const prices = await this.repository.findPrices(products.map(({ id }) => id));
    const byProduct = new Map<string, Record<string, number>>(products.map(({ id }) => [id, {}]));
    for (const { productId, currency, amount } of prices)
      Object.assign(byProduct.get(productId) ?? {}, { [currency]: amount });
    return products.map((product) => viewOf(product, byProduct.get(product.id) ?? {}, languages));
  }
}
