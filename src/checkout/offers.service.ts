import { Injectable } from '@nestjs/common';
import { InventoryService } from '../inventory/inventory.service';
import type { ProductView } from '../products/product.view';
import { ProductsService } from '../products/products.service';
import { SellableOwnerUnavailable } from '../sellables/sellables.errors';
import { SELLABLE_SOURCES, type SellableOffers, SellablesService } from '../sellables/sellables.service';
import { WalletsService } from '../wallets/wallets.service';
import { type Good, isSameGood, type Sellable, sellableOf } from './good';
import type { Offer } from './offer';
import { TakenQuery } from './taken.query';

/** What the owners of sellables said, by source; null: one of them is silent. */
type Vouched = ReadonlyMap<string, SellableOffers | null>;

/** Looks goods up as they are now; each owner of goods is asked once for all of theirs. */
@Injectable()
export class OffersService {
  constructor(
    private readonly products: ProductsService,
    private readonly sellables: SellablesService,
    private readonly inventory: InventoryService,
    private readonly wallets: WalletsService,
    private readonly taken: TakenQuery,
  ) {}

  async of(userId: string, goods: readonly Good[]): Promise<(good: Good) => Offer> {
    const productIds = goods.flatMap(({ productId }) => (productId === null ? [] : [productId]));
    const [views, kinds, held, taken, vouched] = await Promise.all([
      this.products.findAll(productIds),
      this.wallets.currencyKinds(),
      goods.length === 0 ? [] : this.inventory.itemsOf(userId),
      this.taken.findAll(userId, productIds),
      this.vouchFor(goods.flatMap((good) => sellableOf(good) ?? [])),
    ]);
    const owned = new Set(held.flatMap(({ product: { id, sku, type } }) => (type === 'permanent' ? [id, sku] : [])));
    const offers = goods.map((good) => {
      const sellable = sellableOf(good);
      if (sellable !== null) return { good, offer: sellableOffer(sellable, vouched, owned) };
      const view = views.find(({ id }) => id === good.productId);
      return { good, offer: productOffer(view, kinds, owned, taken) };
    });
    return (good) => offers.find((each) => isSameGood(each.good, good))?.offer ?? UNKNOWN;
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

/** Of what came into the cart while we looked. */
const UNKNOWN: Offer = {
  productId: null,
  sku: '',
  name: '',
  type: 'consumable',
  prices: {},
  coins: null,
  inStock: null,
  mayTake: null,
  isOwned: false,
  withheld: 'temporarily_unavailable',
};

function nullIfSilent(error: unknown): null {
  if (error instanceof SellableOwnerUnavailable) return null;
  throw error;
}

function sellableOffer({ source, id }: Sellable, vouched: Vouched, owned: ReadonlySet<string>): Offer {
  const answer = vouched.get(source) ?? null;
  const offered = answer?.valid.get(id);
  const sku = `${source}:${id}`;
  return {
    ...UNKNOWN,
    sku,
    name: `${source.charAt(0).toUpperCase()}${source.slice(1)} ${id}`,
    type: 'permanent',
    prices: offered === undefined ? {} : { [offered.currency]: offered.priceMinor },
    isOwned: owned.has(sku),
    withheld: answer === null ? 'temporarily_unavailable' : offered === undefined ? 'no_longer_offered' : null,
  };
}

function productOffer(
  view: ProductView | undefined,
  kinds: ReadonlyMap<string, 'virtual' | 'real'>,
  owned: ReadonlySet<string>,
  taken: ReadonlyMap<string, number>,
): Offer {
  if (view === undefined) return { ...UNKNOWN, withheld: 'not_on_sale' };
  const { id, sku, name, type, limitPerPlayer, available, contents } = view;
  const [coins] = Object.entries(contents ?? {}).map(([currency, amount]) => ({ currency, amount }));
  return {
    productId: id,
    sku,
    name,
    type,
    prices: Object.fromEntries(Object.entries(view.prices).filter(([currency]) => kinds.get(currency) === 'real')),
    coins: coins ?? null,
    inStock: available,
    mayTake: limitPerPlayer === null ? null : Math.max(limitPerPlayer.quantity - (taken.get(id) ?? 0), 0),
    isOwned: type === 'permanent' && owned.has(id),
    withheld: !view.isActive || (type === 'currency_pack' && coins === undefined) ? 'not_on_sale' : null,
  };
}
