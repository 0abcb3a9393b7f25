/** Rule 1: what counts, and what is there twice. */
export const CURATE = {
  sales: `
create table sales as
select rowid as id, appsflyer_id, event_name, instant, revenue, campaign, receipt_id
from purchase_rows
where kind = 'sale' and fault is null and revenue > 0`,

  /** The same device, time, event and revenue: one purchase, told more than once. */
  repeatedEvents: `
create table duplicates as
with repeated as (
  select appsflyer_id, instant, event_name, revenue from sales group by all having count(*) > 1
)
select id from (
  select id, row_number() over (
    partition by appsflyer_id, instant, event_name, revenue order by receipt_id nulls last, campaign, id
  ) as nth
  from sales semi join repeated using (appsflyer_id, instant, event_name, revenue)
)
where nth > 1`,

  /** The same receipt on the same device, whenever it was told: the earliest is kept. */
  repeatedReceipts: `
insert into duplicates
with told_once as (select * from sales anti join duplicates using (id)),
repeated as (
  select appsflyer_id, receipt_id from told_once where receipt_id is not null group by all having count(*) > 1
)
select id from (
  select id, row_number() over (
    partition by appsflyer_id, receipt_id order by instant, event_name, revenue, campaign, id
  ) as nth
  from told_once semi join repeated using (appsflyer_id, receipt_id)
)
where nth > 1`,

  curated: `
create table curated as
select * from sales anti join duplicates using (id)`,
};
