import type { Columns } from './input-columns';

/** Everything read once, in the order of the file: `rowid` is the place of a row in it. */
export interface Source {
  scan: string;
  columns: Columns;
}

/**
 * A row is a sale, a chargeback, or neither (`other`), which nobody looks at any further. `fault` says why a row that
 * matters cannot be read.
 */
export const loadPurchases = ({ scan, columns: c }: Source) => `
create table purchase_rows as
select *,
  case
    when kind = 'other' then null
    when appsflyer_id = '' then 'appsflyer_id is empty'
    when instant is null then 'event_time_utc is not a time'
    when revenue is null then 'revenue_usd is not an amount'
  end as fault
from (
  select
    clean(${c.appsflyer_id}) as appsflyer_id,
    lower(clean(${c.event_name})) as event_name,
    moment(${c.event_time_utc}) as instant,
    money(${c.revenue_usd}) as revenue,
    clean(${c.campaign}) as campaign,
    nullif(clean(${c.receipt_id}), '') as receipt_id,
    case
      when lower(clean(${c.status})) = 'chargeback' then 'chargeback'
      when lower(clean(${c.status})) = 'success' and lower(clean(${c.event_name})) in ('purchase', 'af_purchase') then 'sale'
      else 'other'
    end as kind
  from ${scan}
)`;

export const loadConfirmations = ({ scan, columns: c }: Source) => `
create table confirmation_rows as
select *,
  case
    when appsflyer_id = '' then 'appsflyer_id is empty'
    when instant is null then 'event_time_utc is not a time'
    when revenue is null then 'revenue_usd is not an amount'
  end as fault
from (
  select
    clean(${c.appsflyer_id}) as appsflyer_id,
    lower(clean(${c.event_name})) as event_name,
    moment(${c.event_time_utc}) as instant,
    money(${c.revenue_usd}) as revenue,
    clean(${c.campaign}) as campaign,
    nullif(clean(${c.receipt_id}), '') as receipt_id
  from ${scan}
)`;

export const loadCosts = ({ scan, columns: c }: Source) => `
create table cost_rows as
select *, case when date is null then 'date is not a day' when cost is null then 'ad_cost_usd is not an amount' end as fault
from (select day(${c.date}) as date, norm(clean(${c.campaign})) as campaign, money(${c.ad_cost_usd}) as cost from ${scan})`;

/** Nobody asks for a single session: only who was there on which day, and which rows cannot be read. */
export const loadSessions = ({ scan, columns: c }: Source) => `
create table session_rows as
select clean(${c.user_id}) as user_id, cast(moment(${c.event_timestamp_utc}) as date) as date from ${scan}`;

/** Our own orders that were paid; what was only begun says nothing. */
export const loadOrders = ({ scan, columns: c }: Source) => `
create table order_rows as
select *,
  case
    when receipt_id is null then 'receipt_id is empty'
    when instant is null then 'paid_at_utc is not a time'
    when amount is null then 'amount_usd is not an amount'
  end as fault
from (
  select
    clean(${c.order_id}) as order_id,
    nullif(clean(${c.receipt_id}), '') as receipt_id,
    clean(${c.provider}) as provider,
    clean(${c.player_id}) as player_id,
    moment(${c.paid_at_utc}) as instant,
    money(${c.amount_usd}) as amount,
    lower(clean(${c.status})) as status
  from ${scan}
)`;
