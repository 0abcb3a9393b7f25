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

/** The totals of a day are added up here; its users are the same for all campaigns. */
const DAYS = `
  select d.date, m.campaign, m.run_id, m.revenue_usd, m.ad_cost_usd, m.roas, m.dau, m.arpdau, m.matched, m.af_only,
    m.confirmed_only
  from pipeline_days d join pipeline_metrics m on m.run_id = d.run_id and m.date = d.date
  where ($1::text is null or upper(m.campaign) = upper($1)) and ($2::date is null or d.date >= $2)
    and ($3::date is null or d.date <= $3)`;
const TOTALS = `
  select d.date, '' as campaign, d.run_id, sum(m.revenue_usd), sum(m.ad_cost_usd), null::numeric, max(m.dau),
    sum(m.revenue_usd) / nullif(max(m.dau), 0), sum(m.matched), sum(m.af_only), sum(m.confirmed_only)
  from pipeline_days d join pipeline_metrics m on m.run_id = d.run_id and m.date = d.date
  where $1::text is null and ($2::date is null or d.date >= $2) and ($3::date is null or d.date <= $3)
    and m.campaign <> ''
  group by d.date, d.run_id
  having not exists (select from pipeline_metrics t where t.run_id = d.run_id and t.date = d.date and t.campaign = '')`;

@Injectable()
export class DailyMetricsQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Day by day, the oldest first, those behind `after` (a day and a campaign). */
  find(
    { campaign, since, until }: DailyMetricsFilter,
    withTotals: boolean,
    limit: number,
    after?: readonly [date: string, campaign: string],
  ): Promise<DailyMetricsRow[]> {
    return this.dataSource.query(
      `
      select date::text as date, campaign, run_id as "runId", trim_scale(revenue_usd)::text as "revenueUsd",
        trim_scale(ad_cost_usd)::text as "adCostUsd", roas::float8 as roas, dau::float8 as dau,
        trim_scale(round(arpdau, 6))::text as arpdau, matched::float8 as matched, af_only::float8 as "afOnly",
        confirmed_only::float8 as "confirmedOnly"
      from (${DAYS} ${withTotals ? `union all ${TOTALS}` : `and m.campaign <> ''`}) days
      where $4::date is null or (date, campaign collate "C") > ($4::date, $5::text)
      order by date, campaign collate "C" limit $6`,
      [campaign ?? null, since ?? null, until ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }
}
