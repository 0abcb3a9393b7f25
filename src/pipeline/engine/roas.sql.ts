import { sqlText } from './sql-text';

/** Rule 4, for every day: money that came in over money spent, per campaign. What cost nothing has no ROAS. */
export const ROAS = `
create table roas as
with cells as (
  select cast(instant as date) as date, campaign, sum(revenue) as amount, count(*) as purchases from curated group by all
  union all
  select date, campaign, amount, 0 from taken
),
earned as (
  select date, norm(campaign) as campaign, sum(amount) as revenue, sum(purchases) as purchases from cells group by all
),
spent as (select date, campaign, sum(cost) as cost from cost_rows where verdict = verdict 'counts' group by all)
select
  date, campaign,
  coalesce(revenue, 0) as revenue,
  cost,
  ratio(coalesce(revenue, 0), cost) as roas,
  case when cost is null then 'no_cost' when cost <= 0 then 'zero_cost' end as flag,
  revenue is not null as earns,
  coalesce(purchases, 0) as purchases
from earned full join spent using (date, campaign)`;

/** The day reported on: the second-latest of the curated purchases. Of a single day that one, and the reports say so. */
export const dayReported = (date?: string) =>
  date === undefined
    ? `
create table reported as
with days as (select distinct date from roas where purchases > 0 order by date desc limit 2)
select min(date) as date, if(count(*) = 1, 'only_day', 'second_latest') as date_rule from days`
    : `create table reported as select cast(${sqlText(date)} as date) as date, 'given' as date_rule`;
