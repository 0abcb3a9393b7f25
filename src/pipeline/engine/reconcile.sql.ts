import { MOST_POSSIBLE_PAIRS, MOST_ROWS } from './crowd';

/** A pair whose two halves are at most this far apart is the same payment. */
export const REACH_MINUTES = 10;
const REACH_US = REACH_MINUTES * 60_000_000;
/** A receipt that more devices of one side carry is none: `0`, `test`, `n/a`. */
const MOST_DEVICES = 4;
/** What one device has left before it is looked at by itself, as a crowd. */
const BUSY = 64;
const YEAR_ONE_US = 62_135_596_800_000_000n;

/**
 * Rule 3: what AppsFlyer told against what the gateway confirmed, strictly one to one. Whoever has only one possible
 * partner is paired here; the crowds, where somebody has a choice, are paired by `matchLine`. A negative confirmation
 * is money given back and confirms nothing.
 */
export const RECONCILE = {
  confirmed: `
create view confirmed as
select rowid as id, appsflyer_id, instant, revenue, campaign, receipt_id
from confirmation_rows
where verdict = verdict 'counts'`,

  /** Of the receipts that a purchase was told by it carries the first that the gateway confirmed. */
  confirmedReceipts: `
update purchase_rows set receipt_id = another.receipt_id
from (
  select purchase, min(receipt_id) as receipt_id
  from known_by semi join (from confirmed where revenue >= 0) paid using (receipt_id) group by purchase
) another
where purchase_rows.rowid = another.purchase
  and not exists (select 1 from confirmed where confirmed.receipt_id = purchase_rows.receipt_id and revenue >= 0)`,

  /** Receipts that several rows of one side carry. */
  crowdedReceipts: `
create table crowded_receipts as
select receipt_id from curated semi join repeated_receipts using (receipt_id) group by receipt_id having count(*) > 1
union
select receipt_id from confirmed where receipt_id is not null group by receipt_id having count(*) > 1`,

  /** Both sides by their receipts. Whoever meets nobody has its own values beside it, for the next step. */
  meeting: `
create table meeting as
with told as (
  select curated.*, case when crowded_receipts.receipt_id is null then curated.receipt_id end as key
  from curated left join crowded_receipts on crowded_receipts.receipt_id = curated.receipt_id
),
paid as (select *, case when revenue >= 0 then receipt_id end as key from confirmed)
select
  told.id as purchase, paid.id as confirmation,
  case when paid.id is null then told.appsflyer_id when told.id is null then paid.appsflyer_id end as appsflyer_id,
  case when paid.id is null then told.receipt_id when told.id is null then paid.receipt_id end as receipt_id,
  case when paid.id is null then told.instant else paid.instant end as instant,
  case when paid.id is null then told.revenue else paid.revenue end as revenue
from told full join paid on told.key = paid.key`,

  /** What is paired after that. */
  found: `
create table found (purchase bigint, confirmation bigint, matched_by varchar)`,

  /**
   * A receipt on too many devices, or rows, is a placeholder, and says nothing of who is whose: these are paired by
   * device.
   */
  crowdsByReceipt: `
with points as (
  select receipt_id, true as is_purchase, id, instant, appsflyer_id, revenue, campaign, event_name
  from curated semi join crowded_receipts using (receipt_id)
  union all
  select receipt_id, false, id, instant, appsflyer_id, revenue, campaign, null
  from confirmed semi join crowded_receipts using (receipt_id) where revenue >= 0
),
sizes as (
  select receipt_id, count(*) as size, count_if(is_purchase) as purchases,
    count(distinct appsflyer_id) filter (is_purchase) as purchasers,
    count(distinct appsflyer_id) filter (not is_purchase) as payers
  from points group by receipt_id
)
select receipt_id as crowd, is_purchase, epoch_us(instant) as instant, id
from points join sizes using (receipt_id)
where greatest(purchasers, payers) <= ${MOST_DEVICES}
  and size <= ${MOST_ROWS} and purchases * (size - purchases) between 1 and ${MOST_POSSIBLE_PAIRS}
order by receipt_id, instant, is_purchase desc, appsflyer_id, revenue, campaign, event_name, id`,

  busyDevices: `
create table busy_devices as
select appsflyer_id from meeting anti join found using (purchase)
where confirmation is null group by appsflyer_id having count(*) > ${BUSY}`,

  /**
   * Who of the rest may be whose. Slots of twice the reach bound the work where one device has very many rows: within
   * the reach is the slot of the purchase, or the one on the side of the half that it is in.
   */
  candidates: `
create table candidates as
with told as (
  select purchase, appsflyer_id, instant, unnest([slot, if(is_early, slot - 1, slot + 1)]) as slot
  from (
    select *, slot(instant) as slot, is_early(instant) as is_early
    from meeting where confirmation is null
  ) anti join found using (purchase) anti join busy_devices using (appsflyer_id)
),
paid as (
  select confirmation, appsflyer_id, instant, slot(instant) as slot
  from meeting anti join found using (confirmation)
  where purchase is null and revenue >= 0
)
select purchase, confirmation
from told join paid on told.appsflyer_id = paid.appsflyer_id and told.slot = paid.slot
where abs(epoch_us(told.instant) - epoch_us(paid.instant)) <= ${REACH_US}`,

  crowded: `
create table crowded as
with purchases as (select purchase from candidates group by purchase having count(*) > 1),
confirmations as (select confirmation from candidates group by confirmation having count(*) > 1)
select candidates.* from candidates semi join purchases using (purchase)
union
select candidates.* from candidates semi join confirmations using (confirmation)`,

  byDevice: `
insert into found
select purchase, confirmation, 'device' from candidates anti join crowded using (purchase)`,

  /** Whatever tells rows of one time apart comes before their place in the files, so that this does not matter. */
  crowdsByDevice: `
with purchases as (
  select purchase as id from crowded
  union
  select purchase from meeting semi join busy_devices using (appsflyer_id) anti join found using (purchase)
  where confirmation is null
),
confirmations as (
  select confirmation as id from crowded
  union
  select confirmation from meeting semi join busy_devices using (appsflyer_id) anti join found using (confirmation)
  where purchase is null and revenue >= 0
),
points as (
  select true as is_purchase, id, appsflyer_id, instant, receipt_id, revenue, campaign, event_name
  from curated semi join purchases using (id)
  union all
  select false, id, appsflyer_id, instant, receipt_id, revenue, campaign, null
  from confirmed semi join confirmations using (id)
)
select appsflyer_id as crowd, is_purchase, epoch_us(instant) as instant, id
from points
order by appsflyer_id, instant, is_purchase desc, receipt_id nulls last, revenue, campaign, event_name, id`,

  pairs: `
create view pairs as
select purchase, confirmation, 'receipt' as matched_by, instant, revenue
from meeting where purchase is not null and confirmation is not null
union all
select found.*, confirmed.instant, confirmed.revenue from confirmed join found on confirmed.id = found.confirmation`,

  confirmedOnly: `
create table confirmed_only as
select confirmation as id, appsflyer_id, instant, receipt_id, revenue
from meeting anti join found using (confirmation)
where purchase is null`,
};

export const SLOTS = `
create macro slot(instant) as (epoch_us(instant) + ${YEAR_ONE_US}) // ${2 * REACH_US};
create macro is_early(instant) as (epoch_us(instant) + ${YEAR_ONE_US}) % ${2 * REACH_US} < ${REACH_US};
`;
