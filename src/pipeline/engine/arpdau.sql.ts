/** Who was there on a day, whatever they did and how often. */
export const ACTIVE = `
create table active as
select date, count(*) as users from (select distinct date, user_id from session_rows where verdict = verdict 'counts') group by date`;

/** Rule 6: the revenue of the day over everybody who was there, in total (no campaign) and per campaign. */
export const ARPDAU = `
create table arpdau as
with earned as (select campaign, revenue from roas join reported using (date) where earns)
select reported.date, scope, campaign, coalesce(revenue, 0) as revenue, coalesce(users, 0) as dau, ratio(coalesce(revenue, 0), users) as arpdau
from reported
  cross join (
    select 'total' as scope, null as campaign, sum(revenue) as revenue from earned
    union all
    select 'campaign', campaign, revenue from earned
  )
  left join active using (date)
where reported.date is not null`;
