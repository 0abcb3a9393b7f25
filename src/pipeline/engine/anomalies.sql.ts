/**
 * Rule 5: the ROAS of the reported day against the seven days before it. The mean decides; beside it the modified z of
 * Iglewicz and Hoaglin, which one wild day cannot bend: 0.6745 (x - median) / MAD, or by the mean deviation where more
 * than half of the days are equal. Fewer than four days are no history.
 */
export const ANOMALIES = `
create table anomalies as
with history as (
  select roas.campaign, roas.roas
  from roas, reported
  where roas.date between reported.date - 7 and reported.date - 1 and roas.roas is not null
),
middle as (
  select campaign, count(*) as days, sum(roas) as total, median(cast(roas as double)) as median
  from history group by campaign
),
spread as (
  select campaign,
    median(abs(cast(history.roas as double) - middle.median)) as mad,
    avg(abs(cast(history.roas as double) - middle.median) order by history.roas) as mean_deviation
  from history join middle using (campaign) group by campaign
),
today as (select roas.* from roas join reported using (date)),
judged as (
  select today.date, today.campaign, today.roas, days, total, median, mad,
    case
      when today.roas is null or coalesce(days, 0) < 4 then null
      when mad > 0 then 0.6745 * (cast(today.roas as double) - median) / mad
      when mean_deviation > 0 then (cast(today.roas as double) - median) / (1.253314 * mean_deviation)
    end as modified_z
  from today left join middle using (campaign) left join spread using (campaign)
)
select
  date, campaign, roas,
  mean_ratio(total, days) as mean,
  coalesce(roas * 2 * days < total, false) as anomaly,
  median, mad,
  round(modified_z, 6) as modified_z,
  abs(modified_z) > 3.5 as robust_anomaly,
  coalesce(days, 0) as days,
  coalesce(days, 0) < 4 as insufficient_history
from judged`;
