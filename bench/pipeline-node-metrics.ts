const DAY_MS = 86_400_000;

/** Millionths by `date|CAMPAIGN`, and who was there by date. */
export interface Daily {
  revenue: Map<string, number>;
  cost: Map<string, number>;
  users: Map<string, Set<string>>;
}

/** The small reports. */
export function metrics({ revenue, cost, users }: Daily): Record<string, object[]> {
  const days = [...new Set([...revenue.keys()].map((key) => key.slice(0, 10)))].toSorted();
  const date = days.at(-2) ?? days.at(-1) ?? '';
  const roasOn = (key: string) => {
    const spent = cost.get(key) ?? 0;
    return spent > 0 ? (revenue.get(key) ?? 0) / spent : null;
  };
  const campaigns = [...new Set([...revenue.keys(), ...cost.keys()])].filter((key) => key.startsWith(date)).toSorted();
  const dau = users.get(date)?.size ?? 0;
  return {
    'roas_d1.json': campaigns.map((key) => ({
      date,
      campaign: key.slice(11),
      revenue_usd: (revenue.get(key) ?? 0) / 1e6,
      ad_cost_usd: cost.has(key) ? (cost.get(key) ?? 0) / 1e6 : null,
      roas: roasOn(key),
    })),
    'roas_anomaly.json': campaigns.map((key) => judge(key, date, roasOn)),
    'arpdau_d1.json': campaigns
      .filter((key) => revenue.has(key))
      .map((key) => ({
        date,
        campaign: key.slice(11),
        revenue: (revenue.get(key) ?? 0) / 1e6,
        dau,
        arpdau: (revenue.get(key) ?? 0) / 1e6 / dau,
      })),
  };
}

function judge(key: string, date: string, roasOn: (key: string) => number | null): object {
  const campaign = key.slice(11);
  const history = [1, 2, 3, 4, 5, 6, 7].flatMap((back) => {
    const day = new Date(Date.parse(date) - back * DAY_MS).toISOString().slice(0, 10);
    return roasOn(`${day}|${campaign}`) ?? [];
  });
  const roas = roasOn(key);
  const mean = history.reduce((sum, value) => sum + value, 0) / history.length;
  const middle = median(history);
  const mad = median(history.map((value) => Math.abs(value - middle)));
  const z = roas === null ? null : (0.6745 * (roas - middle)) / mad;
  return { date, campaign, roas_d1: roas, avg7: mean, anomaly: roas !== null && roas < mean / 2, modified_z: z };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
