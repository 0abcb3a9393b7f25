/**
 * A third side: our own paid orders. A payment is told by its receipt; a purchase and a confirmation that were paired
 * are one payment, whatever receipts they carry. What all three sides know with one amount is no leftover, nor is what was
 * given back of it, where all of them know that too.
 */
export const THREE_WAY = {
  booked: `
create table booked as
select
  receipt_id, min(instant) as instant, coalesce(sum(amount) filter (amount >= 0), sum(amount)) as amount,
  bool_or(amount < 0 or contains(status, 'refund') or contains(status, 'charge')) as gives_back
from order_rows where verdict = verdict 'counts' group by receipt_id`,

  /** What AppsFlyer and the gateway know, by one receipt: the gateway's where it has one. */
  payments: `
create table payments as
select
  curated.id as purchase,
  coalesce(confirmed.receipt_id, curated.receipt_id) as receipt_id,
  curated.id is not null as attributed, confirmed.id is not null as confirmed,
  curated.instant as attributed_at, curated.revenue as attributed_amount, coalesce(is_charged_back, false) as charged_back,
  confirmed.instant as confirmed_at, confirmed.revenue as confirmed_amount
from curated
  left join pairs on pairs.purchase = curated.id
  full join (from confirmed where revenue >= 0) confirmed on confirmed.id = pairs.confirmation`,

  /** Other receipts that a purchase was told by, where no other purchase carries them. */
  toldBy: `
create table told_by as
with others as (from known_by anti join (from curated semi join known_by using (receipt_id)) carried using (receipt_id))
select others.receipt_id, instant, revenue, purchase from curated join others on others.purchase = curated.id`,

  /** Booked by another receipt of its purchase: where its own is not booked, and no other payment carries that one. */
  bookedByAnother: `
update payments set receipt_id = another.receipt_id
from (
  select purchase, min(receipt_id) as receipt_id
  from told_by
    semi join (from booked semi join told_by using (receipt_id)) using (receipt_id)
    anti join (from payments semi join told_by using (receipt_id)) using (receipt_id)
  group by purchase
) another
where payments.purchase = another.purchase
  and not exists (select 1 from booked where booked.receipt_id = payments.receipt_id)`,

  /** What the gateway gave back belongs to the payment of its receipt, in one piece or in several. */
  refunds: `
create table refunds as
with given_back as (from confirmed where revenue < 0),
known as (
  select receipt_id from payments semi join given_back using (receipt_id)
  union
  select receipt_id from booked semi join given_back using (receipt_id)
)
select given_back.*, known.receipt_id is not null as is_known from given_back left join known using (receipt_id)`,

  refunded: `
create table refunded as
select receipt_id, bool_or(receipt_id in (select receipt_id from curated where is_charged_back)) as is_attributed
from refunds where is_known group by receipt_id`,

  /**
   * The books know a receipt once, and so it is one payment: of several with it, the one that most sides know, then the
   * earliest. The others have no place in the books.
   */
  sides: `
create table sides as
with told as (select receipt_id, min(instant) as instant, min(revenue) as revenue from told_by group by receipt_id),
numbered as (
  select *, row_number() over (
    partition by receipt_id
    order by confirmed desc, attributed desc, confirmed_at, attributed_at, confirmed_amount, attributed_amount, purchase
  ) as nth
  from payments
),
known as (select *, case when nth = 1 then receipt_id end as only_receipt from numbered)
select
  coalesce(known.receipt_id, booked.receipt_id) as receipt_id, known.receipt_id is not null and nth > 1 as is_repeated,
  coalesce(attributed, false) or told.instant is not null as attributed, coalesce(confirmed, false) as confirmed,
  booked.instant is not null as booked,
  coalesce(attributed_at, told.instant) as attributed_at, coalesce(attributed_amount, told.revenue) as attributed_amount, coalesce(charged_back, false) as charged_back, confirmed_at, confirmed_amount,
  booked.instant as booked_at, booked.amount as booked_amount, coalesce(gives_back, false) as books_give_back,
  refunded.receipt_id is not null as gateway_gives_back, charged_back or coalesce(refunded.is_attributed, false) as attribution_gives_back
from known full join booked on booked.receipt_id = only_receipt
  left join refunded on refunded.receipt_id = coalesce(only_receipt, booked.receipt_id)
  left join told on told.receipt_id = coalesce(only_receipt, booked.receipt_id)
union all by name
select receipt_id, false as is_repeated, false as attributed, true as confirmed, false as booked, instant as confirmed_at, revenue as confirmed_amount
from refunds where not is_known`,

  leftovers: `
create table leftovers as
select
  case when booked then 'books' when confirmed then 'gateway' else 'attribution' end as side,
  receipt_id,
  coalesce(booked_amount, confirmed_amount, attributed_amount) as amount,
  coalesce(booked_at, confirmed_at, attributed_at) as instant,
  case
    when confirmed_amount < 0 then 'refund_without_payment'
    when attributed and confirmed and booked then case
      when charged_back and not books_give_back then 'chargeback_not_booked'
      when gateway_gives_back and not books_give_back then 'refund_not_booked'
      when gateway_gives_back and not attribution_gives_back then 'refund_not_attributed'
      else 'amount_differs'
    end
    when booked and confirmed then 'not_attributed'
    when gateway_gives_back and not confirmed then 'paid_outside_gateway_export'
    when booked and booked_at > (select max(instant) from confirmed) then 'gateway_export_late'
    when booked and attributed then 'missing_at_gateway'
    when booked then 'paid_outside_gateway_export'
    when receipt_id is null then 'receipt_missing'
    when is_repeated then if(confirmed, 'charged_twice', 'receipt_used_twice')
    when confirmed then 'webhook_lost'
    else 'never_paid'
  end as likely_cause,
  concat_ws(',', if(attributed, null, 'attribution'), if(confirmed, null, 'gateway'), if(booked, null, 'books')) as missing
from sides
where not (attributed and confirmed and booked)
  or attributed_amount <> booked_amount or confirmed_amount <> booked_amount
  or (charged_back and not books_give_back)
  or (gateway_gives_back and not (books_give_back and attribution_gives_back))`,
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
      row_number() over (order by instant, side, receipt_id nulls last, amount, likely_cause, missing) as place
    from leftovers
  )
  union all
  select 9223372036854775807, ']}'
) order by place`;
