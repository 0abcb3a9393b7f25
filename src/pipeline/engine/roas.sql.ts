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

/** The day reported on: the second-latest of the curated purchases; of a single day, that one. */
export const dayReported = (date?: string) => `
create table reported as
select ${
  date === undefined
    ? `coalesce(
    (select distinct date from roas where purchases > 0 order by date desc limit 1 offset 1),
    (select max(date) from roas where purchases > 0))`
    : `cast(${sqlText(date)} as date)`
} as date`;
