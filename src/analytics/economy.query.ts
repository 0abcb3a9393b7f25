import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { spreadOf } from './economy-flows.repository';

/** What went over one counter-account in one bucket; totals are decimal text. */
export interface FlowRow {
  bucket: number;
  counterAccount: string;
  minted: string;
  burned: string;
}

/** How a currency was spread. */
export interface Spread {
  holders: number;
  median: number;
  topShare: number;
}

/** `edges` are the beginnings of the buckets, in milliseconds, and the end of the last. */
@Injectable()
export class EconomyQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  flows(currency: string, edges: readonly number[]): Promise<FlowRow[]> {
    return this.dataSource.query(
      `
      select width_bucket(hour, $2::timestamptz[]) - 1 as bucket, counter_account as "counterAccount",
        sum(minted)::text as minted, sum(burned)::text as burned
      from economy_flows where currency = $1 and hour >= $3 and hour < $4
      group by 1, 2 order by 1, 2`,
      [currency, edges.map(iso), iso(edges[0]), iso(edges[edges.length - 1])],
    );
  }

  /** What circulated just before this moment. */
  async circulationBefore(currency: string, ms: number): Promise<bigint> {
    const [{ circulation }] = await this.dataSource.query<{ circulation: string }[]>(
      `select coalesce(sum(minted) - sum(burned), 0)::text as circulation from economy_flows
       where currency = $1 and hour < $2`,
      [currency, iso(ms)],
    );
    return BigInt(circulation);
  }

  /** How many different players moved something on the days of each bucket. */
  async activeHolders(currency: string, edges: readonly number[]): Promise<Map<number, number>> {
    const rows = await this.dataSource.query<{ bucket: number; holders: string }[]>(
      `
      select width_bucket(day::timestamp at time zone 'UTC', $2::timestamptz[]) - 1 as bucket,
        count(distinct user_id) as holders
      from economy_activity where currency = $1 and day >= $3::date and day < $4::date group by 1`,
      [currency, edges.map(iso), day(edges[0]), day(edges[edges.length - 1])],
    );
    return new Map(rows.map(({ bucket, holders }) => [bucket, Number(holders)]));
  }

  /** How it is spread now. */
  async spread(currency: string): Promise<Spread> {
    const [row] = await this.dataSource.query<SpreadRow[]>(spreadOf('$1'), [currency]);
    return spread(row);
  }

  /** How it was spread at the end of these days (`YYYY-MM-DD`), where that was kept. */
  async keptSpreads(currency: string, days: readonly string[]): Promise<Map<string, Spread>> {
    const rows = await this.dataSource.query<(SpreadRow & { day: string })[]>(
      `select day::text as day, holders, median, top_share from economy_days where currency = $1 and day = any($2::date[])`,
      [currency, days],
    );
    return new Map(rows.map((row) => [row.day, spread(row)]));
  }
}

interface SpreadRow {
  holders: string;
  median: string;
  top_share: number;
}

function spread({ holders, median, top_share: topShare }: SpreadRow): Spread {
  return { holders: Number(holders), median: Number(median), topShare };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function day(ms: number): string {
  return iso(ms).slice(0, 10);
}
