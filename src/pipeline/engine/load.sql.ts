import type { Columns } from './input-columns';

/** Everything read once, in the order of the file: `rowid` is the place of a row in it. */
export interface Source {
  scan: string;
  columns: Columns;
}

/** What becomes of a row; what begins with the name of a column says why it cannot be read. */
export const VERDICTS = `
create type verdict as enum (
  'counts', 'charged back', 'duplicate', 'chargeback', 'filtered',
  'appsflyer_id is empty', 'event_time_utc is not a time', 'revenue_usd is not an amount',
  'date is not a day', 'ad_cost_usd is not an amount',
  'user_id is empty', 'event_timestamp_utc is not a time',
  'receipt_id is empty', 'paid_at_utc is not a time', 'amount_usd is not an amount'
)`;

/** Rows that were read and cannot be used. */
export const FAULTY = `verdict > verdict 'filtered'`;

/** Rule 1, first half: only successful purchases with revenue count. Whatever says that it is a chargeback is one. */
export const loadPurchases = ({ scan, columns: c }: Source) => `
create table purchase_rows as
select appsflyer_id, event_name, instant, revenue, campaign, nullif(receipt_id, '') as receipt_id,
  case
    when status <> 'chargeback' and (status <> 'success' or event_name not in ('purchase', 'af_purchase')) then verdict 'filtered'
    when appsflyer_id = '' then verdict 'appsflyer_id is empty'
    when instant is null then verdict 'event_time_utc is not a time'
    when revenue is null then verdict 'revenue_usd is not an amount'
    when status = 'chargeback' then verdict 'chargeback'
    when revenue <= 0 then verdict 'filtered'
    else verdict 'counts'
  end as verdict
from (
  select
    clean(${c.appsflyer_id}) as appsflyer_id,
    word(${c.event_name}, 'purchase') as event_name,
    moment(${c.event_time_utc}) as instant,
    money(${c.revenue_usd}) as revenue,
    clean(${c.campaign}) as campaign,
    clean(${c.receipt_id}) as receipt_id,
    word(${c.status}, 'success') as status
  from ${scan}
)`;

export const loadConfirmations = ({ scan, columns: c }: Source) => `
create table confirmation_rows as
select appsflyer_id, instant, revenue, campaign, nullif(receipt_id, '') as receipt_id,
  case
    when appsflyer_id = '' then verdict 'appsflyer_id is empty'
    when instant is null then verdict 'event_time_utc is not a time'
    when revenue is null then verdict 'revenue_usd is not an amount'
    else verdict 'counts'
  end as verdict
from (
  select
    clean(${c.appsflyer_id}) as appsflyer_id,
    moment(${c.event_time_utc}) as instant,
    money(${c.revenue_usd}) as revenue,
    ${c.campaign} as campaign,
    clean(${c.receipt_id}) as receipt_id
  from ${scan}
)`;

export const loadCosts = ({ scan, columns: c }: Source) => `
create table cost_rows as
select *,
  case when date is null then verdict 'date is not a day' when cost is null then verdict 'ad_cost_usd is not an amount' else verdict 'counts' end as verdict
from (select day(${c.date}) as date, norm(clean(${c.campaign})) as campaign, money(${c.ad_cost_usd}) as cost from ${scan})`;

export const loadSessions = ({ scan, columns: c }: Source) => `
create table session_rows as
select *,
  case when user_id = '' then verdict 'user_id is empty' when date is null then verdict 'event_timestamp_utc is not a time' else verdict 'counts' end as verdict
from (select clean(${c.user_id}) as user_id, cast(moment(${c.event_timestamp_utc}) as date) as date from ${scan})`;

/** Our own orders that were paid. */
export const loadOrders = ({ scan, columns: c }: Source) => `
create table order_rows as
select *,
  case
    when receipt_id = '' then verdict 'receipt_id is empty'
    when instant is null then verdict 'paid_at_utc is not a time'
    when amount is null then verdict 'amount_usd is not an amount'
    else verdict 'counts'
  end as verdict
from (
  select
    clean(${c.receipt_id}) as receipt_id,
    moment(${c.paid_at_utc}) as instant,
    money(${c.amount_usd}) as amount,
    lower(clean(${c.status})) as status
  from ${scan}
)`;

/**
 * What is no record, by where it begins; and whether it was longer than any may be, or went on over lines until it made
 * no sense.
 */
export const REFUSED = `
select line_byte_position as position, min(lower(replace(cast(error_type as varchar), '_', ' '))) as reason,
  bool_or(cast(error_type as varchar) in ('UNQUOTED VALUE', 'LINE SIZE OVER MAXIMUM') or contains(trim(csv_line, E'\\r\\n'), E'\\n')) as "notClosed"
from reject_errors group by position order by position`;
