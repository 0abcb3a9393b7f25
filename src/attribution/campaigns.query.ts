import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

export interface CampaignPeriod {
  /** The first day and the last (`2026-11-21`). */
  from: string;
  to: string;
  campaign: string | null;
}

/** The last row of the page before. */
export interface CampaignPlace {
  day: string;
  campaign: string;
}

/** Sums are decimal text, for they may be beyond what a number holds. */
export interface CampaignRow {
  campaign: string;
  day: string;
  clicks: number;
  installs: number;
  payers: number;
  money: { currency: string; revenue: string | null; cost: string | null }[];
}

/**
 * Clicks are those that are kept and those that are only counted. Money counts on the day on which it was paid, less
 * what of it went back on whatever day, if it was paid after the player was brought. The order is one that no click
 * changes, so that pages fit together; later days than that of the page before are not looked at.
 */
const REPORT = `
  with clicks as (
    select campaign, (clicked_at at time zone 'UTC')::date as day, count(*) as clicks from track_clicks
    where clicked_at >= $1::date and clicked_at < $2::date + 1 and ($3::text is null or campaign = $3) group by 1, 2
    union all
    select campaign, day, clicks from click_counts
    where day between $1::date and $2::date and ($3::text is null or campaign = $3)),
  brought as (
    select install_campaign as campaign, (installed_at at time zone 'UTC')::date as day, count(*) as installs from installs
    where installed_at >= $1::date and installed_at < $2::date + 1 and install_campaign is not null
      and ($3::text is null or install_campaign = $3) group by 1, 2),
  paid as (
    select i.campaign, (o.paid_at at time zone 'UTC')::date as day, o.user_id, p.currency,
      p.received - p.returned - p.to_return as net
    from orders o
    join installs i on i.user_id = o.user_id and i.installed_at <= o.paid_at and ($3::text is null or i.campaign = $3)
    join payments p on p.user_id = o.user_id and p.order_id = o.id
    where o.paid_at >= $1::date and o.paid_at < $2::date + 1),
  payers as (select campaign, day, count(distinct user_id) filter (where net > 0) as payers from paid group by 1, 2),
  revenue as (select campaign, day, currency, sum(net) as revenue from paid group by 1, 2, 3),
  costs as (
    select campaign, day, currency, amount from campaign_costs
    where day between $1::date and $2::date and ($3::text is null or campaign = $3)),
  money as (
    select campaign, day, json_agg(json_build_object(
      'currency', currency, 'revenue', revenue::text, 'cost', amount::text) order by currency) as money
    from revenue full join costs using (campaign, day, currency) group by 1, 2),
  counts as (
    select campaign, day, sum(clicks) as clicks, sum(installs) as installs, sum(payers) as payers from (
      select campaign, day, clicks, 0 as installs, 0 as payers from clicks
      union all select campaign, day, 0, installs, 0 from brought
      union all select campaign, day, 0, 0, payers from payers
      union all select campaign, day, 0, 0, 0 from costs) each group by 1, 2)
  select campaign, day::text, clicks::float8 as clicks, installs::float8 as installs, payers::float8 as payers,
    coalesce(money, '[]') as money
  from counts left join money using (campaign, day)
  where $5::date is null or day < $5 or campaign > $6
  order by counts.day desc, campaign limit $4`;

/** What campaigns brought and what they cost, by day of UTC. */
@Injectable()
export class CampaignsQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  find({ from, to, campaign }: CampaignPeriod, limit: number, after?: CampaignPlace): Promise<CampaignRow[]> {
    const lastDay = after !== undefined && after.day < to ? after.day : to;
    const params = [from, lastDay, campaign, limit, after?.day ?? null, after?.campaign ?? null];
    return this.dataSource.query<CampaignRow[]>(REPORT, params);
  }
}
