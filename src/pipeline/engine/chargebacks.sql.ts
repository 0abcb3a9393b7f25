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

  /** Every curated purchase whose receipt was charged back. */
  chargedBack: `
create table charged_back as
select id from curated semi join chargebacks using (receipt_id)`,

  /** It stays, and takes part in the matching. */
  marked: `
update purchase_rows set verdict = 'charged back' where rowid in (from charged_back)`,

  unmatched: `
create table unmatched_chargebacks as
select * from chargebacks anti join (select receipt_id from curated where is_charged_back) known using (receipt_id)`,
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
select cast(chargebacks.instant as date) as date, original.campaign, -abs(chargebacks.revenue) as amount
from chargebacks join (
  select receipt_id, arg_min(campaign, (instant, appsflyer_id, campaign)) as campaign
  from curated where is_charged_back group by receipt_id
) original using (receipt_id)`,
};

/** What is shown as the revenue of a purchase. */
export const shownRevenue: Record<EngineRun['chargebacks'], string> = {
  original: `create macro shown_revenue(is_charged_back, revenue) as if(is_charged_back, '0.00', money_text(revenue))`,
  ledger: `create macro shown_revenue(is_charged_back, revenue) as money_text(revenue)`,
};
