import { Injectable } from '@nestjs/common';
import { CacheService, type Cached, type Shelf } from '../platform/cache/cache.service';
import { localizedName } from '../products/products.service';
import { edgesIn, type ReportPeriod } from './bucket-edges';
import { type BestSeller, type MoneyRow, SalesQuery } from './sales.query';
import type { MoneyView, SalesBucketView, SalesView } from './sales.view';

const BEST_SELLERS = 10;
/** Many look at once, and each looks again and again; what they see is seconds behind anyway. */
const SALES: Shelf = { name: 'sales', ttlSeconds: 15 };

/** What was sold, with the names of its products in every language. */
interface Sales extends Omit<SalesView, 'products'> {
  products: BestSeller[];
}

/** What was sold over time, for coins and for money. */
@Injectable()
export class SalesService {
  constructor(
    private readonly query: SalesQuery,
    private readonly cache: CacheService,
  ) {}

  /**
   * A `SalesView` as JSON text, at most 15 seconds old, with names in the first of these languages that there is.
   *
   * @throws InvalidRequest for an empty period or more than 400 buckets
   */
  async over(period: ReportPeriod, languages: readonly string[], now = Date.now()): Promise<Cached> {
    const edges = edgesIn(period, now);
    const scope = `${period.bucket}:${edges[0]}:${edges[edges.length - 1]}`;
    const cached = await this.cache.read(SALES, scope, async () =>
      JSON.stringify(await this.count(period.bucket, edges)),
    );
    const { products, ...sales } = JSON.parse(cached.body) as Sales;
    const view: SalesView = {
      ...sales,
      products: products.map(({ purchases, units, localized, ...product }) => ({
        product: { ...product, name: localizedName({ name: product.name, localized }, languages) },
        purchases,
        units,
      })),
    };
    return { ...cached, body: JSON.stringify(view) };
  }

  private async count(bucket: ReportPeriod['bucket'], edges: readonly number[]): Promise<Sales> {
    const [sold, products, money, payers] = await Promise.all([
      this.query.sold(edges),
      this.query.bestSellers(edges, BEST_SELLERS),
      this.query.money(edges),
      this.query.payers(edges),
    ]);
    const payersOf = (place: number | null) => payers.find((row) => row.bucket === place)?.payers ?? 0;
    const buckets = edges.slice(0, -1).map((start, index): SalesBucketView => {
      const { purchases = 0, units = 0 } = sold.find((row) => row.bucket === index) ?? {};
      const paid = totals(money.filter((row) => row.bucket === index));
      return { start: new Date(start).toISOString(), purchases, units, payers: payersOf(index), money: paid };
    });
    return {
      bucket,
      from: new Date(edges[0]).toISOString(),
      to: new Date(edges[edges.length - 1]).toISOString(),
      purchases: buckets.reduce((sum, { purchases }) => sum + purchases, 0),
      units: buckets.reduce((sum, { units }) => sum + units, 0),
      payers: payersOf(null),
      money: totals(money),
      buckets,
      products,
    };
  }
}

function totals(rows: readonly MoneyRow[]): MoneyView[] {
  const byCurrency = new Map<string, { orders: number; revenue: bigint }>();
  for (const { currency, orders, revenue } of rows) {
    const sum = byCurrency.get(currency) ?? { orders: 0, revenue: 0n };
    byCurrency.set(currency, { orders: sum.orders + orders, revenue: sum.revenue + BigInt(revenue) });
  }
  return [...byCurrency].map(([currency, { orders, revenue }]) => ({ currency, orders, revenue: String(revenue) }));
}
