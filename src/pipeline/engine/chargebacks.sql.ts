import type { EngineRun } from './engine-run';

/** Rule 2: money that was taken back, by receipt. */
export const CHARGEBACKS = {
  /** The same chargeback told twice is one. */
  told: `
create table chargebacks as
select min(rowid) as id, appsflyer_id, event_name, instant, revenue, receipt_id, min(campaign) as campaign
from purchase_rows
where kind = 'chargeback' and fault is null
group by appsflyer_id, event_name, instant, revenue, receipt_id`,

  /** Every curated purchase whose receipt was charged back. */
  chargedBack: `
create table charged_back as
select id from curated semi join chargebacks using (receipt_id)`,

  unmatched: `
create table unmatched_chargebacks as
select * from chargebacks anti join curated using (receipt_id)`,
};

/** What each purchase, and with the ledger's reading each chargeback, adds to the revenue of its day. */
export const revenue: Record<EngineRun['chargebacks'], string> = {
  original: `
create view revenue as
select cast(instant as date) as date, norm(campaign) as campaign, case when charged_back.id is null then revenue else 0 end as amount
from curated left join charged_back using (id)`,

  ledger: `
create view revenue as
select cast(instant as date) as date, norm(campaign) as campaign, revenue as amount from curated
union all
select cast(chargebacks.instant as date), norm(original.campaign), -abs(chargebacks.revenue)
from chargebacks join (
  select receipt_id, arg_min(campaign, (instant, appsflyer_id, campaign)) as campaign from curated
  where receipt_id is not null group by receipt_id
) original using (receipt_id)`,
};
