import { Injectable } from '@nestjs/common';
import { CacheService, type Cached, type Shelf } from '../platform/cache/cache.service';
import { DEFAULT_CURRENCY } from '../wallets/wallets.service';
import { PopularProductsQuery } from './popular-products.query';

const POPULAR_PRODUCTS: Shelf = { name: 'popular-products', ttlSeconds: 3_600 };
const SHOWN = 5;

@Injectable()
export class PopularProductsCache {
  constructor(
    private readonly cache: CacheService,
    private readonly query: PopularProductsQuery,
  ) {}

  /** The list as JSON text, at most an hour old. */
  read(): Promise<Cached> {
    return this.cache.read(POPULAR_PRODUCTS, 'top', async () =>
      JSON.stringify(await this.query.run(SHOWN, DEFAULT_CURRENCY)),
    );
  }
}
