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
import { limitOf, type ProductLimit, type LimitPeriod } from './product-limit';
import { ContentsMismatch, ProductNotFound, ProductVersionMismatch } from './products.errors';
import { type ProductFilter, ProductsRepository } from './products.repository';
import { type StockFacts, StockRepository, type StockRow } from './stock.repository';

export type { StockFacts, StockRow };

/** The short shape of a product, also for the views of other modules. */
export { ProductSummary } from './product-summary';
export { PRODUCT_TYPES } from './product.entity';

/** How a product is named in the language of a request, wherever it is named. */
export { localizedName } from './localized-name';
export type { LocalizedTexts };

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
  /** What a pack turns into. */
  contents?: Record<string, number>;
  stock?: number | null;
  limitPerPlayer?: ProductLimit | null;
  isActive?: boolean;
}

export type ProductFacts = [
  id: string,
  sku: string,
  name: string,
  type: ProductType,
  isActive: boolean,
  prices: Record<string, number> | null,
  stock?: number | null,
  limitQuantity?: number | null,
  limitPeriod?: LimitPeriod | null,
  isHidden?: boolean,
];

@Injectable()
export class ProductsService {
  constructor(
    private readonly repository: ProductsRepository,
    private readonly stock: StockRepository,
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

  /** @throws ProductNotFound also for inactive and hidden ones, unless `withInactive` */
  async get(idOrSku: string, languages: readonly string[], { withInactive = false } = {}): Promise<ProductView> {
    const product = isId(idOrSku) ? await this.repository.findById(idOrSku) : await this.repository.findBySku(idOrSku);
    if (product === null || !((product.isActive && !product.isHidden) || withInactive)) throw new ProductNotFound();
    return (await this.views([product], languages))[0];
  }

  /** Those of these products that are in the catalogue, on sale or not. */
  async findAll(ids: readonly string[]): Promise<ProductView[]> {
    return ids.length === 0 ? [] : this.views(await this.repository.findByIds(ids), []);
  }

  /** The versions of these products as they are at this moment. */
  findVersions(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.repository.findVersions(tx, ids);
  }

  /** Puts a product into the catalogue on nobody's behalf. @throws SkuTaken, UnknownCurrency, ContentsMismatch */
  async create(draft: ProductDraft): Promise<ProductView> {
    await this.refuseWrongCurrencies(draft);
    return this.readBack(await this.unitOfWork.run((tx) => this.insert(tx, draft)));
  }

  /** @throws SkuTaken, UnknownCurrency */
  async createFor(actor: Actor, draft: ProductDraft): Promise<ProductView> {
    await this.refuseWrongCurrencies(draft);
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
    const { prices, contents, limitPerPlayer, ...fields } = changes;
    const { id, type } = await this.get(idOrSku, [], { withInactive: true });
    await this.refuseWrongCurrencies({ type, prices, contents });
    await this.unitOfWork.run(async (tx) => {
      const product = await this.lockVersion(tx, id, expectedVersions);
      const before = Object.assign(
        whatChanges(product, changes),
        prices && { prices: await this.repository.pricesOf(tx, id) },
        contents && { contents: await this.stock.contentsOf(tx, id) },
        limitPerPlayer !== undefined && { limitPerPlayer: limitOf(product) },
      );
      await this.repository.update(tx, id, {
        ...fields,
        ...limitColumns(limitPerPlayer),
        version: product.version + 1,
      });
      if (typeof fields.stock === 'number') await this.stock.open(tx, id);
      if (contents !== undefined) await this.stock.replaceContents(tx, id, contents);
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

  /** The id of the hidden product with this SKU, which is made when there is none. Nothing but an order sells it. */
  ensureHidden(tx: Tx, sku: string, name: string): Promise<string> {
    return this.repository.ensureHidden(tx, { id: newId(), sku, name, type: 'permanent', isHidden: true });
  }

  stockPart(productIds: readonly string[]): StatementPart {
    return this.stock.stockPart(productIds);
  }

  stockWritePart(rows: readonly StockRow[]): StatementPart {
    return this.stock.stockWritePart(rows);
  }

  productsPart(ids: readonly string[]): StatementPart {
    return this.repository.productsPart(ids);
  }

  private async insert(tx: Tx, draft: ProductDraft): Promise<string> {
    const { prices, contents, limitPerPlayer, ...product } = draft;
    const id = product.id ?? newId();
    await this.repository.insert(tx, { ...product, ...limitColumns(limitPerPlayer), id });
    await this.repository.replacePrices(tx, id, prices);
    if (typeof product.stock === 'number') await this.stock.open(tx, id);
    if (contents !== undefined) await this.stock.replaceContents(tx, id, contents);
    return id;
  }

  private readBack(id: string): Promise<ProductView> {
    return this.get(id, [], { withInactive: true });
  }

  private async lockVersion(tx: Tx, id: string, expectedVersions: readonly number[] | undefined): Promise<Product> {
    const product = await this.repository.lock(tx, id);
    if (product === null || product.isHidden) throw new ProductNotFound(); // nobody edits what orders alone sell
    if (expectedVersions?.includes(product.version) === false) throw new ProductVersionMismatch(product.version);
    return product;
  }

  /** @throws UnknownCurrency, ContentsMismatch */
  private async refuseWrongCurrencies({ type, prices = {}, contents }: CatalogueEntry): Promise<void> {
    const kinds = await this.wallets.currencyKinds();
    for (const currency of Object.keys({ ...prices, ...contents }))
      if (!kinds.has(currency)) throw new UnknownCurrency(currency);
    const isPack = type === 'currency_pack';
    const isPricedInCoins = Object.keys(prices).some((currency) => kinds.get(currency) === 'virtual');
    const holdsMoney = Object.keys(contents ?? {}).some((currency) => kinds.get(currency) === 'real');
    if ((contents !== undefined && !isPack) || (isPack && isPricedInCoins) || holdsMoney) throw new ContentsMismatch();
  }

  private async views(products: readonly Product[], languages: readonly string[]): Promise<ProductView[]> {
    const ids = products.map(({ id }) => id);
    const [prices, contents, stock] = await Promise.all([
      this.repository.findPrices(ids),
      this.stock.findContents(ids),
      this.stock.findTaken(ids),
    ]);
    const pricesOf = amountsByProduct(prices);
    const contentsOf = amountsByProduct(contents);
    const takenOf = new Map(stock.map(({ productId, taken }) => [productId, taken]));
    return products.map((product) => {
      const { id, type } = product;
      const held = type === 'currency_pack' ? (contentsOf.get(id) ?? {}) : null;
      return viewOf(product, pricesOf.get(id) ?? {}, held, takenOf.get(id) ?? 0, languages);
    });
  }
}

type CatalogueEntry = Pick<ProductDraft, 'type' | 'contents'> & Partial<Pick<ProductDraft, 'prices'>>;

interface Amount {
  productId: string;
  currency: string;
  amount: number;
}

function amountsByProduct(amounts: readonly Amount[]): Map<string, Record<string, number>> {
  const byProduct = new Map<string, Record<string, number>>();
  for (const { productId, currency, amount } of amounts)
    byProduct.set(productId, { ...byProduct.get(productId), [currency]: amount });
  return byProduct;
}

/** The columns of a limit; none where it does not change. */
function limitColumns(limit: ProductLimit | null | undefined): Partial<Pick<Product, 'limitQuantity' | 'limitPeriod'>> {
  if (limit === undefined) return {};
  return { limitQuantity: limit?.quantity ?? null, limitPeriod: limit?.period ?? null };
}

/** What the fields that change were before. */
function whatChanges(before: object, changes: object): object {
  return Object.fromEntries(Object.entries(before).filter(([field]) => field in changes));
}
