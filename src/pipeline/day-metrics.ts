import { csvRows } from './csv-rows';
import { linesOf } from './file-lines';

/** A row of `metrics_daily.csv`: what a campaign did on a day. Money and ratios are decimal text, as the engine wrote them. */
export interface DayMetrics {
  date: string;
  /** Empty: all campaigns together. */
  campaign: string;
  revenueUsd: string;
  adCostUsd: string | null;
  roas: string | null;
  dau: string | null;
  arpdau: string | null;
  matched: string | null;
  afOnly: string | null;
  confirmedOnly: string | null;
}

/** The apostrophe that the file has for spreadsheets. */
const NO_FORMULA = /^'(?='*[-=+@＝＋－＠])/;

/** Days, the first and the last included. */
export interface Period {
  first: string;
  last: string;
}

/** Row by row, for years of many campaigns are more than one should hold. */
export async function* daysOf(file: string): AsyncGenerator<DayMetrics> {
  for await (const row of csvRows(linesOf(file))) yield dayMetricsOf(row);
}

function dayMetricsOf(row: Readonly<Record<string, string | undefined>>): DayMetrics {
  return {
    date: row.date ?? '',
    campaign: (row.campaign ?? '').replace(NO_FORMULA, ''),
    revenueUsd: known(row.revenue_usd) ?? '0',
    adCostUsd: known(row.ad_cost_usd),
    roas: known(row.roas),
    dau: known(row.dau),
    arpdau: known(row.arpdau),
    matched: known(row.matched),
    afOnly: known(row.af_only),
    confirmedOnly: known(row.confirmed_only),
  };
}

/** Of days in their order the last ones, as many as have no more rows than `most` together; the last one in any case. */
export async function newestDays(days: AsyncIterable<DayMetrics>, most: number): Promise<Period> {
  const kept: { date: string; rows: number }[] = [];
  let total = 0;
  let last = '';
  for await (const { date } of days) {
    if (date === last) kept[kept.length - 1].rows += 1;
    else kept.push({ date, rows: 1 });
    last = date;
    total += 1;
    if (total > most && kept.length > 1) total -= kept.shift()?.rows ?? 0;
  }
  return { first: kept[0]?.date ?? '', last };
}

/**
 * Costs and sessions reach further than the purchases of a delivery: a day before or after them earned nothing as far as
 * this run can tell, which is not the same as nothing. Days between are known, also those on which nobody bought.
 */
export async function periodOfPurchases(days: AsyncIterable<DayMetrics>): Promise<Period | null> {
  let [first, last] = ['', ''];
  for await (const day of days) {
    if (!hasPurchases(day)) continue;
    if (first === '' || day.date < first) first = day.date;
    if (day.date > last) last = day.date;
  }
  return first === '' ? null : { first, last };
}

export async function* daysIn(days: AsyncIterable<DayMetrics>, { first, last }: Period): AsyncGenerator<DayMetrics> {
  for await (const day of days) if (day.date >= first && day.date <= last) yield day;
}

/** At least so many at a time, but for the last ones; a day is never cut. */
export async function* inSlices(days: AsyncIterable<DayMetrics>, least: number): AsyncGenerator<DayMetrics[]> {
  let slice: DayMetrics[] = [];
  for await (const day of days) {
    if (slice.length >= least && day.date !== slice[slice.length - 1].date) {
      yield slice;
      slice = [];
    }
    slice.push(day);
  }
  if (slice.length > 0) yield slice;
}

/** What was spent on campaigns, where anything is known of it. */
export function costsOf(days: readonly DayMetrics[]): { day: string; campaign: string; dollars: string }[] {
  return days.flatMap(({ date, campaign, adCostUsd }) =>
    campaign === '' || adCostUsd === null ? [] : [{ day: date, campaign, dollars: adCostUsd }],
  );
}

/** The row of the whole day counts them, by whether the gateway knows of them. */
function hasPurchases({ matched, afOnly }: DayMetrics): boolean {
  return BigInt(matched ?? 0) + BigInt(afOnly ?? 0) > 0n;
}

function known(cell: string | undefined): string | null {
  return cell === undefined || cell === '' ? null : cell;
}
