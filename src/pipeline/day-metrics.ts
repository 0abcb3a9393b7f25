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

export function dayMetricsOf(row: Readonly<Record<string, string | undefined>>): DayMetrics {
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

/**
 * Costs and sessions reach further than the purchases of a delivery: a day before or after them earned nothing as far as
 * this run can tell, which is not the same as nothing. Days between are known, also those on which nobody bought.
 */
export function daysOfPurchases(days: readonly DayMetrics[]): DayMetrics[] {
  const dates = days.filter(hasPurchases).map(({ date }) => date);
  if (dates.length === 0) return [];
  const [first, last] = dates.reduce(
    ([min, max], date) => [date < min ? date : min, date > max ? date : max],
    [dates[0], dates[0]],
  );
  return days.filter(({ date }) => date >= first && date <= last);
}

/** The row of the whole day counts them, by whether the gateway knows of them. */
function hasPurchases({ matched, afOnly }: DayMetrics): boolean {
  return BigInt(matched ?? 0) + BigInt(afOnly ?? 0) > 0n;
}

function known(cell: string | undefined): string | null {
  return cell === undefined || cell === '' ? null : cell;
}
