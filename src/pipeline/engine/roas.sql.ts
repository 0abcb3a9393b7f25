import { sqlText } from './sql-text';

/** The day reported on: the second-latest of the curated purchases; of a single day, that one. */
export const dayReported = (date?: string) => `
create table reported as
select ${
  date === undefined
    ? `coalesce(
    (select distinct cast(instant as date) as date from curated order by date desc limit 1 offset 1),
    (select max(cast(instant as date)) from curated))`
    : `cast(${sqlText(date)} as date)`
} as date`;

/** Rule 4, for every day: money that came in over money spent, per campaign. What cost nothing has no ROAS. */
export const ROAS = `
create table roas as
with earned as (select date, campaign, sum(amount) as revenue from revenue group by all),
spent as (select date, campaign, sum(cost) as cost from cost_rows where fault is null group by all)
select
  date, campaign,
  coalesce(revenue, 0) as revenue,
  cost,
  ratio(coalesce(revenue, 0), cost) as roas,
  case when cost is null then 'no_cost' when cost <= 0 then 'zero_cost' end as flag
from earned full join spent using (date, campaign)`;
