/** A pair whose two halves are at most this far apart is the same payment. */
export const REACH_MINUTES = 10;

/**
 * Rule 3: what AppsFlyer told against what the gateway confirmed, strictly one to one. Whoever has only one possible
 * partner is paired here; the crowds, where somebody has a choice, are paired by `matchLine`. A negative confirmation
 * is money given back and confirms nothing.
 */
export const RECONCILE = {
  confirmed: `
create table confirmed as
select rowid as id, appsflyer_id, event_name, instant, revenue, campaign, receipt_id
from confirmation_rows
where fault is null`,

  pairs: `
create table pairs (purchase bigint, confirmation bigint, matched_by varchar)`,

  /** Receipts that several rows of one side carry. */
  crowdedReceipts: `
create table crowded_receipts as
select receipt_id from curated where receipt_id is not null group by receipt_id having count(*) > 1
union
select receipt_id from confirmed where receipt_id is not null group by receipt_id having count(*) > 1`,

  byReceipt: `
insert into pairs
select curated.id, confirmed.id, 'receipt'
from curated join confirmed on confirmed.receipt_id = curated.receipt_id
  anti join crowded_receipts on crowded_receipts.receipt_id = curated.receipt_id
where confirmed.revenue >= 0`,

  crowdsByReceipt: `
with points as (
  select receipt_id, true as is_purchase, id, instant, appsflyer_id, revenue, campaign, event_name
  from curated semi join crowded_receipts using (receipt_id)
  union all
  select receipt_id, false, id, instant, appsflyer_id, revenue, campaign, event_name
  from confirmed semi join crowded_receipts using (receipt_id) where revenue >= 0
)
select receipt_id is distinct from lag(receipt_id) over line as starts, is_purchase, epoch_us(instant) as instant, id
from points
window line as (order by receipt_id, instant, is_purchase desc, appsflyer_id, revenue, campaign, event_name, id)
order by receipt_id, instant, is_purchase desc, appsflyer_id, revenue, campaign, event_name, id`,

  /** Whoever is left, with the neighbours on the same device: how far away, and of which side. */
  neighbours: `
create table neighbours as
with points as (
  select true as is_purchase, id, appsflyer_id, instant, receipt_id, revenue, campaign, event_name
  from curated anti join pairs on pairs.purchase = curated.id
  union all
  select false, id, appsflyer_id, instant, receipt_id, revenue, campaign, event_name
  from confirmed anti join pairs on pairs.confirmation = confirmed.id where revenue >= 0
)
select *,
  instant - lag(instant) over line <= reach() as near_previous,
  lag(instant) over line - lag(instant, 2) over line <= reach() as previous_has_near,
  lag(is_purchase) over line as previous_is_purchase,
  lead(instant) over line - instant <= reach() as near_next,
  lead(instant, 2) over line - lead(instant) over line <= reach() as next_has_near,
  lead(is_purchase) over line as next_is_purchase,
  lead(id) over line as next_id
from points
window line as (
  partition by appsflyer_id order by instant, is_purchase desc, receipt_id nulls last, revenue, campaign, event_name, id
)`,

  /** Two that are near each other and nobody else: no choice. */
  byDevice: `
insert into pairs
select if(is_purchase, id, next_id), if(is_purchase, next_id, id), 'device'
from neighbours
where near_next and near_previous is not true and next_has_near is not true and is_purchase <> next_is_purchase`,

  crowdsByDevice: `
select near_previous is not true as starts, is_purchase, epoch_us(instant) as instant, id
from neighbours
where (near_previous or near_next)
  and not coalesce(near_next and near_previous is not true and next_has_near is not true and is_purchase <> next_is_purchase, false)
  and not coalesce(near_previous and near_next is not true and previous_has_near is not true and is_purchase <> previous_is_purchase, false)
order by appsflyer_id, instant, is_purchase desc, receipt_id nulls last, revenue, campaign, event_name, id`,
};

export const REACH = `create macro reach() as interval ${REACH_MINUTES} minute`;
