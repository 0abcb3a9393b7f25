import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** A campaign on a day, as the run that counts for that day found it. */
export interface DailyMetricsRow {
  date: string;
  /** Empty: all campaigns together. */
  campaign: string;
  runId: string;
  revenueUsd: string;
  adCostUsd: string | null;
  roas: number | null;
  dau: number | null;
  arpdau: string | null;
  matched: number | null;
  afOnly: number | null;
  confirmedOnly: number | null;
}

export interface DailyMetricsFilter {
  campaign?: string;
  since?: string;
  until?: string;
}

@Injectable()
export class DailyMetricsQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Day by day, the oldest first, those behind `after` (a day and a campaign). */
  find(
    { campaign, since, until }: DailyMetricsFilter,
    limit: number,
    after?: readonly [date: string, campaign: string],
  ): Promise<DailyMetricsRow[]> {
    return this.page('true', [campaign, since, until], limit, after);
  }

  /** Only what was held against the gateway. */
  findReconciled(
    { campaign, since, until }: DailyMetricsFilter,
    limit: number,
    after?: readonly [date: string, campaign: string],
  ): Promise<DailyMetricsRow[]> {
    return this.page('m.matched is not null', [campaign, since, until], limit, after);
  }

  private page(
    which: string,
    filter: readonly (string | undefined)[],
    limit: number,
    after: readonly [date: string, campaign: string] = ['-infinity', ''],
  ): Promise<DailyMetricsRow[]> {
    return this.dataSource.query(
      `
      select d.date::text as date, m.campaign, m.run_id as "runId", trim_scale(m.revenue_usd)::text as "revenueUsd",
        trim_scale(m.ad_cost_usd)::text as "adCostUsd", m.roas::float8 as roas, m.dau::float8 as dau,
        trim_scale(m.arpdau)::text as arpdau, m.matched::float8 as matched, m.af_only::float8 as "afOnly",
        m.confirmed_only::float8 as "confirmedOnly"
      from pipeline_days d join pipeline_metrics m on m.run_id = d.run_id and m.date = d.date
      where ${which} and ($1::text is null or upper(m.campaign) = upper($1)) and ($2::date is null or d.date >= $2)
        and ($3::date is null or d.date <= $3)
        and d.date >= $4::date and (d.date, m.campaign collate "C") > ($4::date, $5::text)
      order by d.date, m.campaign collate "C" limit $6`,
      [...filter.map((value) => value ?? null), ...after, limit],
    );
  }
}
