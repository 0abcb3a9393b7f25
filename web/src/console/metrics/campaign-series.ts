import type { ChartSeries } from '../charts/chart-series';

/** A figure of one day and campaign; a null campaign is all of them together. */
export interface CampaignFigure {
  date: string;
  campaign: string | null;
  value: number | null;
  /** By which the campaigns that are drawn are chosen. */
  weight: number;
}

/**
 * A line for all together and for each of the heaviest campaigns, over every day that any of them knows.
 *
 * @param total what all together are called
 */
export function campaignSeries(
  figures: readonly CampaignFigure[],
  total: string,
  maxCampaigns: number,
): { labels: string[]; series: ChartSeries[] } {
  const labels = [...new Set(figures.map(({ date }) => date))].toSorted();
  const weights = new Map<string | null, number>();
  for (const { campaign, weight } of figures) weights.set(campaign, (weights.get(campaign) ?? 0) + weight);
  const heaviest = [...weights.keys()]
    .filter((campaign) => campaign !== null)
    .toSorted((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0) || a.localeCompare(b))
    .slice(0, maxCampaigns);
  const drawn = weights.has(null) ? [null, ...heaviest] : heaviest;
  const values = new Map(figures.map(({ date, campaign, value }) => [`${date} ${campaign ?? ''}`, value]));
  return {
    labels,
    series: drawn.map((campaign) => ({
      name: campaign ?? total,
      values: labels.map((date) => values.get(`${date} ${campaign ?? ''}`) ?? null),
    })),
  };
}
