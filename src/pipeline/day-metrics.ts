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

export function dayMetricsOf(row: Readonly<Record<string, string | undefined>>): DayMetrics {
  return {
    date: row.date ?? '',
    campaign: row.campaign ?? '',
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

function known(cell: string | undefined): string | null {
  return cell === undefined || cell === '' ? null : cell;
}
