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
  case when charged_back.id is null then money_text(revenue) else '0.00' end as revenue_usd,
  cell(campaign) as campaign,
  cell(receipt_id) as receipt_id,
  'success' as status,
  cell(norm(campaign)) as campaign_norm,
  cell(appsflyer_id || '|' || moment_text(instant) || '|' || event_name || '|' || money_text(revenue)) as composite
from curated left join charged_back using (id)
order by id`;

const MATCHES = `
select 1 as side, curated.id,
  '"type":"' || if(pairs.confirmation is null, 'af_only', 'matched') || '","appsflyer_id":' || json_text(curated.appsflyer_id)
  || if(pairs.confirmation is null, ',"event_time_utc":"', ',"af_event_time_utc":"') || moment_text(curated.instant)
  || coalesce('","cf_event_time_utc":"' || moment_text(confirmed.instant), '')
  || '","revenue_usd":' || case when charged_back.id is null then money_text(curated.revenue) else '0.00' end
  || ',"receipt_id":' || coalesce(json_text(curated.receipt_id), 'null')
  || ',"campaign":' || json_text(norm(curated.campaign))
  || if(charged_back.id is null, '', ',"charged_back":true')
  || coalesce(',"matched_by":"' || matched_by
    || '","gap_seconds":' || seconds_text(abs(epoch_us(confirmed.instant) - epoch_us(curated.instant)))
    || ',"confirmed_usd":' || money_text(confirmed.revenue)
    || ',"amount_difference_usd":' || money_text(confirmed.revenue - curated.revenue), '') || '}' as fields
from curated
  left join pairs on pairs.purchase = curated.id
  left join confirmed on confirmed.id = pairs.confirmation
  left join charged_back on charged_back.id = curated.id
union all
select 2, id,
  '"type":"confirmed_only","appsflyer_id":' || json_text(appsflyer_id)
  || ',"event_time_utc":"' || moment_text(instant)
  || '","revenue_usd":' || money_text(revenue)
  || ',"receipt_id":' || coalesce(json_text(receipt_id), 'null')
  || ',"campaign":' || json_text(norm(campaign)) || '}'
from confirmed anti join pairs on pairs.confirmation = confirmed.id`;

const EXCEPTION = `'{"type":"unmatched_chargeback","appsflyer_id":' || json_text(appsflyer_id)
  || ',"event_time_utc":"' || moment_text(instant)
  || '","revenue_usd":' || money_text(revenue)
  || ',"receipt_id":' || coalesce(json_text(receipt_id), 'null')
  || ',"campaign":' || json_text(norm(campaign)) || '}'`;

/** One object: the sums, what is no pair because nobody knows its purchase, and a line for each purchase and leftover. */
export const RECONCILIATION_JSON = `
select line from (
  select 0 as side, 0 as id, '{"summary":{"matched":' || matched || ',"af_only":' || af_only || ',"confirmed_only":' || confirmed_only
    || ',"by_receipt":' || by_receipt || ',"by_device":' || by_device
    || ',"exceptions":' || exceptions || '},"exceptions":['
    || coalesce((select string_agg(${EXCEPTION}, ',' order by id) from unmatched_chargebacks), '') || '],"details":[' as line
  from totals
  union all
  select side, id, if(row_number() over (order by side, id) = 1, '{', ',{') || fields from (${MATCHES})
  union all
  select 3, 0, ']}'
) order by side, id`;

export const TOTALS = `
create table totals as
select
  matched, by_receipt, matched - by_receipt as by_device,
  (select count(*) from curated) - matched as af_only,
  (select count(*) from confirmed) - matched as confirmed_only,
  (select count(*) from unmatched_chargebacks) as exceptions
from (select count(*) as matched, count(*) filter (matched_by = 'receipt') as by_receipt from pairs)`;

const amount = (column: string) => `coalesce(money_text(${column}), 'null')`;
const number = (column: string) => `coalesce(cast(${column} as varchar), 'null')`;

export const ROAS_JSON = `
select '{"date":"' || date || '","campaign":' || json_text(campaign) || ',"revenue_usd":' || ${amount('revenue')}
  || ',"ad_cost_usd":' || ${amount('cost')} || ',"roas":' || ${number('roas')}
  || ',"flag":' || coalesce('"' || flag || '"', 'null') || '}' as line
from roas join reported using (date) order by campaign`;

export const ANOMALIES_JSON = `
select '{"date":"' || date || '","campaign":' || json_text(campaign) || ',"roas_d1":' || ${number('roas')}
  || ',"avg7":' || ${number('mean')} || ',"anomaly":' || anomaly
  || ',"median7":' || ${number('median')} || ',"mad7":' || ${number('mad')} || ',"modified_z":' || ${number('modified_z')}
  || ',"robust_anomaly":' || ${number('robust_anomaly')} || ',"history_days":' || days
  || ',"insufficient_history":' || insufficient_history || '}' as line
from anomalies order by campaign`;

export const ARPDAU_JSON = `
select '{"date":"' || date || '","campaign":' || coalesce(json_text(campaign), 'null') || ',"scope":"' || scope
  || '","revenue":' || money_text(revenue) || ',"dau":' || dau || ',"arpdau":' || ${number('arpdau')} || '}' as line
from arpdau order by scope desc, campaign`;

/** The whole history: each campaign of a day, and the day as a whole, which has no campaign. */
export const METRICS_CSV = `
with days as (
  select date, sum(revenue) as revenue, sum(cost) as cost from roas group by date
),
pairing as (
  select date, count(*) filter (side = 'matched') as matched, count(*) filter (side = 'af_only') as af_only,
    count(*) filter (side = 'confirmed_only') as confirmed_only
  from (
    select cast(instant as date) as date, if(pairs.purchase is null, 'af_only', 'matched') as side
    from curated left join pairs on pairs.purchase = curated.id
    union all
    select cast(instant as date), 'confirmed_only' from confirmed anti join pairs on pairs.confirmation = confirmed.id
  ) group by date
)
select
  date, campaign, money_text(revenue) as revenue_usd, money_text(cost) as ad_cost_usd, ratio(revenue, cost) as roas,
  coalesce(users, 0) as dau, ratio(revenue, users) as arpdau, matched, af_only, confirmed_only
from (
  select date, '' as campaign, coalesce(revenue, 0) as revenue, cost, users, coalesce(matched, 0) as matched,
    coalesce(af_only, 0) as af_only, coalesce(confirmed_only, 0) as confirmed_only
  from days full join active using (date) full join pairing using (date)
  union all
  select date, if(campaign = '', '(none)', cell(campaign)), revenue, cost, users, null, null, null
  from roas left join active using (date)
)
order by date, campaign`;
