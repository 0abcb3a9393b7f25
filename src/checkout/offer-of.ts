import type { ProductView } from '../products/product.view';
import type { SellableOffers } from '../sellables/sellables.service';
import type { CurrencyState } from '../wallets/wallets.service';
import type { Sellable } from './good';
import type { Offer } from './offer';

/** What the owners of sellables said, by source; null: one of them is silent. */
export type Vouched = ReadonlyMap<string, SellableOffers | null>;

type Currencies = ReadonlyMap<string, CurrencyState>;
type Prices = Record<string, number>;

/** Of what came into the cart while we looked. */
export const UNKNOWN: Offer = {
  productId: null,
  version: 0,
  sku: '',
  name: '',
  type: 'consumable',
  prices: {},
  coins: null,
  inStock: null,
  mayTake: null,
  isOwned: false,
  isOrdered: false,
  switchedOff: null,
  withheld: 'temporarily_unavailable',
};

/** Ids and SKUs of what the player owns, or has ordered, once and for all. */
export interface Once {
  owned: ReadonlySet<string>;
  ordered: ReadonlySet<string>;
}

export function sellableOffer(
  { source, id }: Sellable,
  vouched: Vouched,
  { owned, ordered }: Once,
  currencies: Currencies,
): Offer {
  const answer = vouched.get(source) ?? null;
  const offered = answer?.valid.get(id);
  const sku = `${source}:${id}`;
  const common = {
    ...UNKNOWN,
    sku,
    name: `${source.charAt(0).toUpperCase()}${source.slice(1)} ${id}`,
    type: 'permanent' as const,
    isOwned: owned.has(sku),
    isOrdered: ordered.has(sku),
  };
  if (answer === null) return common;
  if (offered === undefined) return { ...common, withheld: 'no_longer_offered' };
  const { prices, switchedOff } = inUse({ [offered.currency]: offered.priceMinor }, null, currencies);
  return { ...common, prices, switchedOff, withheld: switchedOff === null ? null : 'currency_inactive' };
}

/** @param taken how many of limited products the player has taken in the period that runs */
export function productOffer(
  view: ProductView | undefined,
  currencies: Currencies,
  { owned, ordered }: Once,
  taken: ReadonlyMap<string, number>,
): Offer {
  if (view === undefined) return { ...UNKNOWN, withheld: 'not_on_sale' };
  const { id, version, sku, name, type, limitPerPlayer, available, contents } = view;
  const coins = Object.entries(contents ?? {}).map(([currency, amount]) => ({ currency, amount }))[0] ?? null;
  const isOnSale = view.isActive && (type !== 'currency_pack' || coins !== null);
  const { prices, switchedOff } = inUse(view.prices, coins, currencies);
  return {
    productId: id,
    version,
    sku,
    name,
    type,
    prices,
    coins,
    inStock: available,
    mayTake: limitPerPlayer === null ? null : Math.max(limitPerPlayer.quantity - (taken.get(id) ?? 0), 0),
    isOwned: type === 'permanent' && owned.has(id),
    isOrdered: type === 'permanent' && ordered.has(id),
    switchedOff,
    withheld: !isOnSale ? 'not_on_sale' : switchedOff === null ? null : 'currency_inactive',
  };
}

/** What can be paid of a price list, and the currency in the way when nothing can, or when its coins are none now. */
function inUse(all: Prices, coins: Offer['coins'], currencies: Currencies): Pick<Offer, 'prices' | 'switchedOff'> {
  const real = Object.entries(all).filter(([code]) => currencies.get(code)?.kind === 'real');
  const payable = real.filter(([code]) => currencies.get(code)?.isActive);
  const areCoinsOff = coins !== null && currencies.get(coins.currency)?.isActive !== true;
  const inTheWay = payable.length === 0 ? (real[0]?.[0] ?? null) : null;
  return { prices: Object.fromEntries(payable), switchedOff: areCoinsOff ? coins.currency : inTheWay };
}
