import { sqlText } from './sql-text';

/** Lines as they are. */
const LINES = `(format csv, header false, quote '', escape '', delimiter E'\\x01')`;

export const copyLines = (query: string, path: string) => `copy (${query}) to ${sqlText(path)} ${LINES}`;
export const copyCsv = (query: string, path: string) => `copy (${query}) to ${sqlText(path)} (format csv, header true)`;

/** In the order of the file. */
export const CURATED_CSV = `
select
  cell(appsflyer_id) as appsflyer_id,
  event_name,
  moment_text(instant) as event_time_utc,
  shown_revenue(is_charged_back, revenue) as revenue_usd,
  cell(campaign) as campaign,
  cell(receipt_id) as receipt_id,
  'success' as status,
  cell(norm(campaign)) as campaign_norm,
  cell(concat(appsflyer_id, '|', moment_text(instant), '|', event_name, '|', money_text(revenue))) as composite
from curated`;

/** Where everything went. */
export const COUNTS = `
with paired as (
  select
    (select count(*) from meeting where purchase is not null and confirmation is not null) as receipts,
    (select count(*) filter (matched_by = 'receipt') from found) as crowds,
    (select count(*) filter (matched_by = 'device') from found) as devices
)
select
  (select count(*) from purchase_rows) as "rowsRead",
  (select count(*) from curated) as curated,
  (select count(*) from purchase_rows where verdict = verdict 'duplicate') as duplicates,
  (select count(*) from purchase_rows where verdict between verdict 'chargeback' and verdict 'filtered') as filtered,
  receipts + crowds + devices as matched,
  receipts + crowds as "byReceipt",
  (select count(*) from confirmed_only) as "confirmedOnly",
  (select count(*) from unmatched_chargebacks) as exceptions,
  (select count(*) from curated where is_charged_back) as "chargedBack",
  (select min(id) from curated) as "firstPurchase",
  (select min(id) from confirmed_only) as "firstConfirmedOnly"
from paired`;

/** A line for each purchase and for each confirmation without one, in the order of the files; `first` needs no comma. */
const details = (firstPurchase: number | null, firstConfirmedOnly: number | null) => `
select concat(
  ${firstPurchase === null ? '' : `if(id = ${firstPurchase}, null, ','),`}
  if(paid_at is null, '{"type":"af_only","appsflyer_id":', '{"type":"matched","appsflyer_id":'),
  to_json(appsflyer_id),
  if(paid_at is null, ',"event_time_utc":"', ',"af_event_time_utc":"'),
  moment_text(instant),
  '","revenue_usd":', shown_revenue(is_charged_back, revenue),
  ',"receipt_id":', case when receipt_id is null then 'null' else to_json(receipt_id) end,
  case when paid_at is not null then concat(
    ',"cf_event_time_utc":"', moment_text(paid_at),
    '","matched_by":"', matched_by,
    '","gap_seconds":', seconds_text(abs(epoch_us(paid_at) - epoch_us(instant))),
    ',"amount_difference_usd":', if(paid = revenue, '0.00', money_text(paid - revenue))
  ) end,
  if(is_charged_back, ',"charged_back":true', null),
  '}')
from (
  select curated.id, appsflyer_id, curated.instant, curated.revenue, is_charged_back, receipt_id, matched_by, pairs.instant as paid_at, pairs.revenue as paid
  from curated left join pairs on pairs.purchase = curated.id
  order by curated.id
)
union all
(select concat(
  ${firstPurchase === null ? `if(id = ${firstConfirmedOnly}, null, ',')` : `','`},
  '{"type":"confirmed_only","appsflyer_id":', to_json(appsflyer_id),
  ',"event_time_utc":"', moment_text(instant),
  '","revenue_usd":', money_text(revenue),
  ',"receipt_id":', case when receipt_id is null then 'null' else to_json(receipt_id) end, '}')
from confirmed_only order by id)`;

export interface ReconciliationHead {
  summary: Record<string, number>;
  firstPurchase: number | null;
  firstConfirmedOnly: number | null;
}

/** One object: the sums, the chargebacks that nobody knows the purchase of, and the details. */
export const reconciliationJson = ({ summary, firstPurchase, firstConfirmedOnly }: ReconciliationHead) => `
select concat(${sqlText(`{"summary":${JSON.stringify(summary)},"exceptions":[`)}, (
  select string_agg(concat('{"type":"unmatched_chargeback","appsflyer_id":', to_json(appsflyer_id),
    ',"event_time_utc":"', moment_text(instant),
    '","revenue_usd":', money_text(revenue),
    ',"receipt_id":', case when receipt_id is null then 'null' else to_json(receipt_id) end, '}'), ',' order by id)
  from unmatched_chargebacks), '],"details":[')
union all
${details(firstPurchase, firstConfirmedOnly)}
union all
select ']}'`;

const amount = (column: string) => `coalesce(sum_text(${column}), 'null')`;
const number = (column: string) => `coalesce(cast(${column} as varchar), 'null')`;

export const ROAS_JSON = `
select concat('{"date":"', date, '","campaign":', to_json(campaign), ',"revenue_usd":', ${amount('revenue')},
  ',"ad_cost_usd":', ${amount('cost')}, ',"roas":', ${number('roas')},
  ',"flag":', coalesce('"' || flag || '"', 'null'), ',"date_rule":"', date_rule, '"}') as line
from roas join reported using (date) order by campaign`;

export const ANOMALIES_JSON = `
select concat('{"date":"', date, '","campaign":', to_json(campaign), ',"roas_d1":', ${number('roas')},
  ',"avg7":', ${number('mean')}, ',"anomaly":', anomaly,
  ',"median7":', ${number('median')}, ',"mad7":', ${number('mad')}, ',"modified_z":', ${number('modified_z')},
  ',"robust_anomaly":', ${number('robust_anomaly')}, ',"history_days":', days,
  ',"insufficient_history":', insufficient_history, ',"date_rule":"', date_rule, '"}') as line
from anomalies join reported using (date) order by campaign`;

export const ARPDAU_JSON = `
select concat('{"date":"', date, '","campaign":', case when campaign is null then 'null' else to_json(campaign) end,
  ',"scope":"', scope, '","revenue":', sum_text(revenue), ',"dau":', dau, ',"arpdau":', ${number('arpdau')},
  ',"date_rule":"', date_rule, '"}') as line
from arpdau join reported using (date) order by scope desc, campaign`;
