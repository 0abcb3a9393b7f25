import { Injectable } from '@nestjs/common';
import { CacheService, type Shelf } from '../platform/cache/cache.service';
import { UnknownCurrency } from '../wallets/wallets.errors';
import { WalletsService } from '../wallets/wallets.service';
import { edgesIn, type ReportPeriod } from './bucket-edges';
import { velocityOf } from './economy-buckets';
import { EconomyQuery, type FlowRow, type Spread } from './economy.query';
import type { BucketView, EconomyView, Flows } from './economy.view';

const SPREAD: Shelf = { name: 'economy-spread', ttlSeconds: 60 };
const DAY_MS = 86_400_000;
export interface EconomyPeriod extends ReportPeriod {
  currency: string;
}

/** What a currency did over time, as the ledger says. */
@Injectable()
export class EconomyTelemetry {
  constructor(
    private readonly query: EconomyQuery,
    private readonly wallets: WalletsService,
    private readonly cache: CacheService,
  ) {}

  /** @throws UnknownCurrency, InvalidRequest for an empty period or more than 400 buckets */
  async over({ currency, ...period }: EconomyPeriod, now = Date.now()): Promise<EconomyView> {
    if (!(await this.wallets.currencyKinds()).has(currency)) throw new UnknownCurrency(currency);
    const { bucket } = period;
    const edges = edgesIn(period, now);
    const [flows, before, active, spreads] = await Promise.all([
      this.query.flows(currency, edges),
      this.query.circulationBefore(currency, edges[0]),
      bucket === 'hour' ? undefined : this.query.activeHolders(currency, edges),
      this.spreadsAt(currency, edges, now),
    ]);
    const buckets: BucketView[] = [];
    let circulation = before;
    for (const [index, start] of edges.slice(0, -1).entries()) {
      const moved = flowsOf(flows.filter((row) => row.bucket === index));
      const after = circulation + BigInt(moved.minted) - BigInt(moved.burned);
      const figures = {
        start: new Date(start).toISOString(),
        circulation: String(after),
        velocity: velocityOf(BigInt(moved.burned), circulation, after),
        activeHolders: active === undefined ? null : (active.get(index) ?? 0),
      };
      buckets.push(Object.assign(figures, moved, spreads[index]));
      circulation = after;
    }
    const total = flowsOf(flows);
    const [start, end] = [edges[0], edges[edges.length - 1]].map((ms) => new Date(ms).toISOString());
    const velocity = velocityOf(BigInt(total.burned), before, circulation);
    const whole = { currency, bucket, from: start, to: end, circulation: String(circulation), velocity, buckets };
    return Object.assign(whole, total);
  }

  /** Every wallet of the currency is looked at for it, so once a minute is enough. */
  private async spreadNow(currency: string): Promise<Spread> {
    const { body } = await this.cache.read(SPREAD, currency, async () =>
      JSON.stringify(await this.query.spread(currency)),
    );
    return JSON.parse(body) as Spread;
  }

  /** The running bucket's is that of now; those before have the one kept at the end of their last day, if it was. */
  private async spreadsAt(currency: string, edges: readonly number[], now: number): Promise<SpreadView[]> {
    const lastDays = edges.slice(1).map((end) => new Date(end - 1).toISOString().slice(0, 10));
    const kept = await this.query.keptSpreads(currency, lastDays);
    const isRunning = (index: number) => edges[index] <= now && now < edges[index + 1];
    const current = edges.some((_, index) => isRunning(index)) ? await this.spreadNow(currency) : undefined;
    return lastDays.map((day, index) => {
      const endsDay = edges[index + 1] % DAY_MS === 0;
      return spreadView(isRunning(index) ? current : endsDay ? kept.get(day) : undefined);
    });
  }
}

type SpreadView = Pick<BucketView, 'holders' | 'medianBalance' | 'topPercentShare'>;

function spreadView(spread: Spread | undefined): SpreadView {
  return {
    holders: spread?.holders ?? null,
    medianBalance: spread?.median ?? null,
    topPercentShare: spread?.topShare ?? null,
  };
}

function flowsOf(rows: readonly FlowRow[]): Flows {
  const sources = new Map<string, bigint>();
  const sinks = new Map<string, bigint>();
  for (const { counterAccount, minted, burned } of rows) {
    add(sources, counterAccount, BigInt(minted));
    add(sinks, counterAccount, BigInt(burned));
  }
  return { minted: sumOf(sources), burned: sumOf(sinks), sources: asText(sources), sinks: asText(sinks) };
}

function add(totals: Map<string, bigint>, account: string, amount: bigint): void {
  if (amount !== 0n) totals.set(account, (totals.get(account) ?? 0n) + amount);
}

function sumOf(totals: ReadonlyMap<string, bigint>): string {
  return String([...totals.values()].reduce((sum, amount) => sum + amount, 0n));
}

function asText(totals: ReadonlyMap<string, bigint>): Record<string, string> {
  return Object.fromEntries([...totals].map(([account, amount]) => [account, String(amount)]));
}
