import { Injectable } from '@nestjs/common';
import { CacheService, type Cached, type Shelf } from '../platform/cache/cache.service';
import { localizedName } from '../products/products.service';
import { DEFAULT_CURRENCY } from '../wallets/wallets.service';
import { type PopularProduct, type PopularProducts, PopularProductsQuery } from './popular-products.query';

const POPULAR_PRODUCTS: Shelf = { name: 'popular-products', ttlSeconds: 3_600 };
const TOP = 'top-localized';
const SHOWN = 5;

@Injectable()
export class PopularProductsService {
  constructor(
    private readonly cache: CacheService,
    private readonly query: PopularProductsQuery,
  ) {}

  /** The list as JSON text, at most an hour old, with names in the first of these languages that there is. */
  async read(languages: readonly string[]): Promise<Cached> {
    const cached = await this.cache.read(POPULAR_PRODUCTS, TOP, async () =>
      JSON.stringify(await this.query.run(SHOWN, DEFAULT_CURRENCY)),
    );
    const { items, ...window } = JSON.parse(cached.body) as PopularProducts;
    const named = items.map((item) => inWords(item, languages));
    return { ...cached, body: JSON.stringify({ items: named, ...window }) };
  }

  /** The next reader sees what stands then. */
  async forget(): Promise<void> {
    await this.cache.forget(POPULAR_PRODUCTS, [TOP]);
  }
}

/** Names are chosen after the cache, which need not know who speaks what. */
function inWords({ product: { localized, ...product }, ...counts }: PopularProduct, languages: readonly string[]) {
  return { product: { ...product, name: localizedName({ name: product.name, localized }, languages) }, ...counts };
}
