import type { EngineRun } from './engine-run';

/** Rule 2: money that was taken back, by receipt. */
export const CHARGEBACKS = {
  /** The same chargeback told twice is one. */
  told: `
create table chargebacks as
select min(rowid) as id, appsflyer_id, event_name, instant, revenue, receipt_id
from purchase_rows
where verdict = verdict 'chargeback'
group by appsflyer_id, event_name, instant, revenue, receipt_id`,

  /**
   * One purchase for each: of the same device first, else the earliest of another; whoever gave its revenue back once
   * gives nothing more. Receipts of purchases that are known by several are for later.
   */
  chargedBack: `
create table charged_back as
with told as (
  select *, row_number() over (partition by appsflyer_id, receipt_id order by instant, event_name, revenue) as nth
  from chargebacks anti join known_by using (receipt_id) where receipt_id is not null
),
sold as (
  select *, row_number() over (partition by appsflyer_id, receipt_id order by instant, event_name, revenue) as nth
  from curated semi join chargebacks using (receipt_id) anti join known_by using (receipt_id)
),
same_device as (
  select told.id as chargeback, sold.id as purchase from told join sold using (appsflyer_id, receipt_id, nth)
),
told_elsewhere as (
  select id, receipt_id, row_number() over (partition by receipt_id order by instant, appsflyer_id, event_name, revenue) as nth
  from told anti join same_device on chargeback = id
),
sold_elsewhere as (
  select id, receipt_id, row_number() over (partition by receipt_id order by instant, appsflyer_id, event_name, revenue) as nth
  from sold anti join same_device on purchase = id
)
from same_device
union all
select told_elsewhere.id, sold_elsewhere.id from told_elsewhere join sold_elsewhere using (receipt_id, nth)`,

  /** The others, the earliest first: id, receipt, device. */
  toldByAny: `
select id, receipt_id, appsflyer_id
from chargebacks semi join known_by using (receipt_id)
order by instant, appsflyer_id, event_name, revenue, id`,

  /** The purchases of these, once for each receipt, the earliest first. */
  soldByAny: `
with wanted as (select distinct receipt_id from chargebacks semi join known_by using (receipt_id)),
sold as (
  select id as purchase, receipt_id from curated semi join wanted using (receipt_id)
  union
  select purchase, receipt_id from known_by semi join wanted using (receipt_id)
)
select id, sold.receipt_id, appsflyer_id
from curated join sold on sold.purchase = curated.id
order by instant, appsflyer_id, event_name, revenue, id, sold.receipt_id`,

  /** It stays, and takes part in the matching. */
  marked: `
update purchase_rows set verdict = 'charged back' where rowid in (select purchase from charged_back)`,

  unmatched: `
create table unmatched_chargebacks as
select * from chargebacks anti join charged_back on chargeback = id`,
};

/**
 * What the chargebacks change of the revenue of a day: either the purchase loses it on its own day, or the chargeback
 * takes it on the day on which it came, from the campaign of the purchase.
 */
export const taken: Record<EngineRun['chargebacks'], string> = {
  original: `
create view taken as
select cast(instant as date) as date, campaign, -revenue as amount from curated where is_charged_back`,

  ledger: `
create view taken as
select cast(chargebacks.instant as date) as date, curated.campaign, -abs(chargebacks.revenue) as amount
from curated join charged_back on purchase = curated.id join chargebacks on chargeback = chargebacks.id`,
};

/** What is shown as the revenue of a purchase. */
export const shownRevenue: Record<EngineRun['chargebacks'], string> = {
  original: `create macro shown_revenue(is_charged_back, revenue) as if(is_charged_back, '0.00', money_text(revenue))`,
  ledger: `create macro shown_revenue(is_charged_back, revenue) as money_text(revenue)`,
};
