import { Injectable } from '@nestjs/common';
import { InventoryService } from '../inventory/inventory.service';
import type { Tx } from '../platform/database/unit-of-work';
import { ProductsService } from '../products/products.service';
import { SellableOwnerUnavailable } from '../sellables/sellables.errors';
import { SELLABLE_SOURCES, type SellableOffers, SellablesService } from '../sellables/sellables.service';
import { CurrencyInactive } from '../wallets/wallets.errors';
import { WalletsService } from '../wallets/wallets.service';
import { type Good, isSameGood, type Sellable, sellableOf } from './good';
import type { Offer } from './offer';
import { productOffer, sellableOffer, UNKNOWN, type Vouched } from './offer-of';
import { OrderedQuery } from './ordered.query';
import { TakenQuery } from './taken.query';

/** Looks goods up as they are now; each owner of goods is asked once for all of theirs. */
@Injectable()
export class OffersService {
  constructor(
    private readonly products: ProductsService,
    private readonly sellables: SellablesService,
    private readonly inventory: InventoryService,
    private readonly wallets: WalletsService,
    private readonly taken: TakenQuery,
    private readonly ordered: OrderedQuery,
  ) {}

  async of(userId: string, goods: readonly Good[]): Promise<(good: Good) => Offer> {
    const productIds = goods.flatMap(({ productId }) => (productId === null ? [] : [productId]));
    const [views, currencies, held, ordered, taken, vouched] = await Promise.all([
      this.products.findAll(productIds),
      this.wallets.currencyStates(),
      goods.length === 0 ? [] : this.inventory.itemsOf(userId),
      goods.length === 0 ? new Set<string>() : this.ordered.findPermanent(userId),
      this.taken.findAll(userId, productIds),
      this.vouchFor(goods.flatMap((good) => sellableOf(good) ?? [])),
    ]);
    const owned = new Set(held.flatMap(({ product: { id, sku, type } }) => (type === 'permanent' ? [id, sku] : [])));
    const once = { owned, ordered };
    const offers = goods.map((good) => {
      const sellable = sellableOf(good);
      if (sellable !== null) return { good, offer: sellableOffer(sellable, vouched, once, currencies) };
      const view = views.find(({ id }) => id === good.productId);
      return { good, offer: productOffer(view, currencies, once, taken) };
    });
    return (good) => offers.find((each) => isSameGood(each.good, good))?.offer ?? UNKNOWN;
  }

  /** @throws CurrencyInactive */
  async requireInUse(tx: Tx, currency: string): Promise<void> {
    if ((await this.wallets.findInactive(tx, [currency])).length > 0) throw new CurrencyInactive(currency);
  }

  /** Whether all of these still are what they were when they were looked at, and are still sold for this currency. */
  async stand(tx: Tx, offers: readonly Offer[], currency: string): Promise<boolean> {
    const versions = await this.products.findVersions(
      tx,
      offers.flatMap(({ productId }) => productId ?? []),
    );
    if (offers.some(({ productId, version }) => productId !== null && versions.get(productId) !== version))
      return false;
    const codes = [currency, ...offers.flatMap(({ coins }) => coins?.currency ?? [])];
    return (await this.wallets.findInactive(tx, codes)).length === 0;
  }

  private async vouchFor(sellables: readonly Sellable[]): Promise<Vouched> {
    const vouched = new Map<string, SellableOffers | null>();
    for (const source of SELLABLE_SOURCES) {
      const ids = sellables.filter((each) => each.source === source).map(({ id }) => id);
      if (ids.length > 0) vouched.set(source, await this.sellables.validate(source, ids).catch(nullIfSilent));
    }
    return vouched;
  }
}

function nullIfSilent(error: unknown): null {
  if (error instanceof SellableOwnerUnavailable) return null;
  throw error;
}
