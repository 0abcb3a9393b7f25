import { Injectable } from '@nestjs/common';
import { AuditService } from '../platform/audit/audit.service';
import { newId } from '../platform/database/new-id';
import type { StatementPart } from '../platform/database/statement';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { isId } from '../platform/http/id';
import type { Actor } from '../platform/security/access';
import { UnknownCurrency } from '../wallets/wallets.errors';
import { WalletsService } from '../wallets/wallets.service';
import type { LocalizedTexts, Product, ProductType } from './product.entity';
import { type ProductView, viewOf } from './product.view';
import { ProductNotFound, ProductVersionMismatch } from './products.errors';
import { type ProductFilter, ProductsRepository } from './products.repository';

/** The short shape of a product, also for the views of other modules. */
export { ProductSummary } from './product-summary';

/** The most of one product that a request may name. */
export const MAX_QUANTITY = 1_000_000;

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
    private readonly audit: AuditService,
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

  /** Puts a product into the catalogue on nobody's behalf. @throws SkuTaken, UnknownCurrency */
  async create(draft: ProductDraft): Promise<ProductView> {
    await this.refuseUnknownCurrencies(draft.prices);
    return this.readBack(await this.unitOfWork.run((tx) => this.insert(tx, draft)));
  }

  /** @throws SkuTaken, UnknownCurrency */
  async createFor(actor: Actor, draft: ProductDraft): Promise<ProductView> {
    await this.refuseUnknownCurrencies(draft.prices);
    const id = await this.unitOfWork.run(async (tx) => {
      const inserted = await this.insert(tx, draft);
      await this.audit.record(tx, { actor, action: 'product.created', target: `product:${inserted}`, after: draft });
      return inserted;
    });
    return this.readBack(id);
  }

  /**
   * Changes what is given; `prices` replaces the whole map.
   *
   * @throws ProductNotFound, SkuTaken, UnknownCurrency
   * @throws ProductVersionMismatch when none of `expectedVersions` is the one that stands: somebody else was faster
   */
  async change(
    actor: Actor,
    idOrSku: string,
    changes: Partial<ProductDraft>,
    expectedVersions?: readonly number[],
  ): Promise<ProductView> {
    const { prices, ...fields } = changes;
    if (prices !== undefined) await this.refuseUnknownCurrencies(prices);
    const { id } = await this.get(idOrSku, [], { withInactive: true });
    await this.unitOfWork.run(async (tx) => {
      const product = await this.lockVersion(tx, id, expectedVersions);
      const before = Object.assign(
        whatChanges(product, changes),
        prices && { prices: await this.repository.pricesOf(tx, id) },
      );
      await this.repository.update(tx, id, { ...fields, version: product.version + 1 });
      if (prices !== undefined) await this.repository.replacePrices(tx, id, prices);
      await this.audit.record(tx, {
        actor,
        action: 'product.changed',
        target: `product:${id}`,
        before,
        after: changes,
      });
    });
    return this.readBack(id);
  }

  productsPart(ids: readonly string[]): StatementPart {
    return this.repository.productsPart(ids);
  }

  private async insert(tx: Tx, { prices, ...product }: ProductDraft): Promise<string> {
    const id = product.id ?? newId();
    await this.repository.insert(tx, { ...product, id });
    await this.repository.replacePrices(tx, id, prices);
    return id;
  }

  private readBack(id: string): Promise<ProductView> {
    return this.get(id, [], { withInactive: true });
  }

  private async lockVersion(tx: Tx, id: string, expectedVersions: readonly number[] | undefined): Promise<Product> {
    const product = await this.repository.lock(tx, id);
    if (product === null) throw new ProductNotFound();
    if (expectedVersions?.includes(product.version) === false) throw new ProductVersionMismatch(product.version);
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

/** What the fields that change were before. */
function whatChanges(before: object, changes: object): object {
  return Object.fromEntries(Object.entries(before).filter(([field]) => field in changes));
}
