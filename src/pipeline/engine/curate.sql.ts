/** Rule 1, second half: what is there twice. Whatever is found to be a duplicate leaves `curated` at once. */
export const CURATE = {
  curated: `
create view curated as
select rowid as id, appsflyer_id, event_name, instant, revenue, campaign, receipt_id, verdict = verdict 'charged back' as is_charged_back
from purchase_rows
where verdict <= verdict 'charged back'`,

  /** Receipts that several purchases carry. Only they are looked at for the second rule, and for the crowds of receipts. */
  repeatedReceipts: `
create table repeated_receipts as
select receipt_id from curated where receipt_id is not null group by receipt_id having count(*) > 1`,

  /**
   * The same device, time, event and revenue: one purchase, told more than once. Hashes find who may be meant, the
   * values decide.
   */
  toldAgain: setAside(`
with repeated as (
  select hash(appsflyer_id, instant) as hash from curated group by hash having count(*) > 1
)
select id, row_number() over (
  partition by appsflyer_id, instant, event_name, revenue order by receipt_id nulls last, campaign, id
) as nth
from curated semi join repeated on hash(appsflyer_id, instant) = repeated.hash`),

  /**
   * By which receipts the purchases of a device are known, where one of them was told by several. What was told again
   * has more to say: it joins what carries its receipt.
   */
  knownBy: `
create table known_by as
with dropped as (from purchase_rows where verdict = verdict 'duplicate' and receipt_id is not null),
others as (
  select curated.id as purchase, appsflyer_id, dropped.receipt_id
  from curated join dropped using (appsflyer_id, instant, event_name, revenue)
  where dropped.receipt_id <> curated.receipt_id
)
select distinct purchase, appsflyer_id, receipt_id from others
union all
select id, appsflyer_id, receipt_id from curated semi join others using (appsflyer_id) where receipt_id is not null`,

  /** Each of these purchases, and the first of those that are the same. */
  samePurchase: `
create table same_purchase as select distinct purchase, purchase as first from known_by`,

  /** Who shares a receipt has the same first; whoever was that first before follows, so that long chains end soon. */
  shareReceipts: `
create or replace table sharing as
with receipts as (
  select appsflyer_id, receipt_id, min(first) as first from known_by join same_purchase using (purchase) group by all
),
met as (
  select purchase, min(first) as first from known_by join receipts using (appsflyer_id, receipt_id) group by purchase
),
followed as (
  select same_purchase.first as purchase, min(met.first) as first from same_purchase join met using (purchase) group by all
),
nearer as (select purchase, min(first) as first from (from met union all from followed) group by purchase)
select nearer.purchase, further.first from nearer join nearer as further on further.purchase = nearer.first`,

  joined: `
select count(*) as purchases from sharing join same_purchase using (purchase) where sharing.first <> same_purchase.first`,

  share: `create or replace table same_purchase as from sharing`,

  /** One purchase, whichever of its receipts led from one row to the next: the earliest is kept. */
  sameByReceipts: setAside(`
select id, row_number() over (partition by first order by instant, event_name, revenue, id) as nth
from curated join same_purchase on same_purchase.purchase = curated.id`),

  /** All receipts of the purchases that are left and have several. */
  receiptsOf: `
create or replace table known_by as
with kept as (select id, first from curated join same_purchase on same_purchase.purchase = curated.id)
select purchase, unnest(receipts) as receipt_id
from (
  select kept.id as purchase, list_sort(list(distinct receipt_id)) as receipts
  from known_by join same_purchase using (purchase) join kept using (first) group by kept.id
)
where len(receipts) > 1`,

  /** The same receipt on the same device, whenever it was told: the earliest is kept. */
  sameReceipt: setAside(`
select id, row_number() over (
  partition by appsflyer_id, receipt_id order by instant, event_name, revenue, campaign, id
) as nth
from curated semi join repeated_receipts using (receipt_id)`),
};

function setAside(numbered: string): string {
  return `
update purchase_rows set verdict = 'duplicate' where rowid in (select id from (${numbered}) where nth > 1)`;
}
