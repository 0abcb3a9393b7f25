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
