/**
 * A third side: our own paid orders. A payment is told by its receipt; a purchase and a confirmation that were paired
 * are one payment, whatever receipts they carry. What all three sides know with one amount is no leftover.
 */
export const THREE_WAY = {
  booked: `
create table booked as
select receipt_id, min(instant) as instant, sum(amount) as amount, string_agg(distinct status, ',' order by status) as statuses
from order_rows where verdict = verdict 'counts' group by receipt_id`,

  /** What AppsFlyer and the gateway know, by one receipt: the gateway's where it has one. */
  payments: `
create table payments as
select
  coalesce(confirmed.receipt_id, curated.receipt_id) as receipt_id,
  curated.id is not null as attributed, confirmed.id is not null as confirmed,
  curated.instant as attributed_at, curated.revenue as attributed_amount, coalesce(is_charged_back, false) as charged_back,
  confirmed.instant as confirmed_at, confirmed.revenue as confirmed_amount
from curated
  left join pairs on pairs.purchase = curated.id
  full join confirmed on confirmed.id = pairs.confirmation`,

  sides: `
create table sides as
select
  receipt_id, coalesce(attributed, false) as attributed, coalesce(confirmed, false) as confirmed, booked.instant is not null as booked,
  attributed_at, attributed_amount, coalesce(charged_back, false) as charged_back, confirmed_at, confirmed_amount,
  booked.instant as booked_at, booked.amount as booked_amount, statuses
from payments full join booked using (receipt_id)`,

  leftovers: `
create table leftovers as
select
  case when booked then 'books' when confirmed then 'gateway' else 'attribution' end as side,
  receipt_id,
  coalesce(booked_amount, confirmed_amount, attributed_amount) as amount,
  coalesce(booked_at, confirmed_at, attributed_at) as instant,
  case
    when attributed and confirmed and booked then if(charged_back and not contains(statuses, 'charge') and not contains(statuses, 'refund'), 'chargeback_not_booked', 'amount_differs')
    when booked and confirmed then 'not_attributed'
    when booked and booked_at > (select max(instant) from confirmed) then 'gateway_export_late'
    when booked and attributed then 'missing_at_gateway'
    when booked then 'paid_outside_gateway_export'
    when confirmed then 'webhook_lost'
    when receipt_id is null then 'receipt_missing'
    else 'never_paid'
  end as likely_cause,
  concat_ws(',', if(attributed, null, 'attribution'), if(confirmed, null, 'gateway'), if(booked, null, 'books')) as missing
from sides
where not (attributed and confirmed and booked)
  or attributed_amount <> booked_amount or confirmed_amount <> booked_amount
  or (charged_back and not contains(statuses, 'charge') and not contains(statuses, 'refund'))`,
};

/** The summary on a line, and a line for each leftover. */
export const THREE_WAY_JSON = `
select line from (
  select 0 as place, concat('{"summary":{"in_all_three":', (select count(*) from sides where attributed and confirmed and booked),
    ',"attributed":', (select count(*) from sides where attributed),
    ',"confirmed":', (select count(*) from sides where confirmed),
    ',"booked":', (select count(*) from sides where booked),
    ',"leftovers":', (select count(*) from leftovers), '},') as line
  union all
  select 1, '"details":['
  union all
  select 1 + place, concat('{"side":"', side, '","receipt_id":', case when receipt_id is null then 'null' else to_json(receipt_id) end,
    ',"amount_usd":', sum_text(amount), ',"at":"', moment_text(instant),
    '","likely_cause":"', likely_cause, '","missing":"', missing, '"}', if(place = count, '', ','))
  from (
    select *, count(*) over () as count,
      row_number() over (order by instant, side, receipt_id nulls last, amount, likely_cause) as place
    from leftovers
  )
  union all
  select 9223372036854775807, ']}'
) order by place`;
