/** Whoever makes a link chooses its campaign: here it becomes one that a table can hold, and an index too. */
const STORED_CAMPAIGN = String.raw`
coalesce(nullif(trim(left(trim(regexp_replace(campaign, '[\x00-\x1f\x7f]', ' ', 'g')), 150)), ''), '(none)')`;

/** Of a day; whoever makes links could name one for each click. */
const MAX_CAMPAIGNS = 1_000;

/**
 * The whole history: each campaign of a day, and the day as a whole, which has no campaign. What only the gateway knows
 * counts for the campaign that it names. Where a day has more campaigns than can be shown, those with the least money,
 * earned or spent, are one. One apostrophe more than a campaign has keeps a spreadsheet from formulas, so whoever takes
 * one away has it as it was (`day-metrics.ts`).
 */
export const METRICS_CSV = `
with paired as (
  select cast(instant as date) as date, norm(campaign) as campaign, count(*) as matched
  from curated semi join pairs on pairs.purchase = curated.id group by all
),
unpaired as (
  select cast(confirmed_only.instant as date) as date, norm(clean(campaign)) as campaign, count(*) as confirmed_only
  from confirmation_rows join confirmed_only on confirmed_only.id = confirmation_rows.rowid group by all
),
known as (
  select
    date, campaign, coalesce(revenue, 0) as revenue, cost, coalesce(matched, 0) as matched,
    coalesce(purchases, 0) - coalesce(matched, 0) as af_only, coalesce(confirmed_only, 0) as confirmed_only
  from roas left join paired using (date, campaign) full join unpaired using (date, campaign)
),
days as (
  select
    date, '' as name, sum(revenue) as revenue, sum(cost) as cost, sum(matched) as matched, sum(af_only) as af_only,
    sum(confirmed_only) as confirmed_only
  from known group by date
),
named as (
  select
    date, ${STORED_CAMPAIGN} as name, sum(revenue) as revenue, sum(cost) as cost, sum(matched) as matched,
    sum(af_only) as af_only, sum(confirmed_only) as confirmed_only
  from known group by all
),
placed as (
  select *, row_number() over (partition by date order by greatest(revenue, coalesce(cost, 0)) desc, name) as place from named
),
campaigns as (
  select
    date, if(place > ${MAX_CAMPAIGNS}, '(other)', name) as name, sum(revenue) as revenue, sum(cost) as cost,
    sum(matched) as matched, sum(af_only) as af_only, sum(confirmed_only) as confirmed_only
  from placed group by all
)
select
  date, no_formula_within(if(regexp_matches(name, '^''*[-=+@＝＋－＠]'), '''' || name, name)) as campaign,
  sum_text(coalesce(revenue, 0)) as revenue_usd, sum_text(cost) as ad_cost_usd, ratio(revenue, cost) as roas,
  coalesce(users, 0) as dau, ratio(coalesce(revenue, 0), users) as arpdau,
  coalesce(matched, 0) as matched, coalesce(af_only, 0) as af_only, coalesce(confirmed_only, 0) as confirmed_only
from (
  select date, coalesce(name, '') as name, revenue, cost, users, matched, af_only, confirmed_only
  from days full join active using (date)
  union all
  select date, name, revenue, cost, users, matched, af_only, confirmed_only from campaigns left join active using (date)
)
order by date, campaign`;
