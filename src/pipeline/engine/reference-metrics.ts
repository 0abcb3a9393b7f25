import type { Told } from './reference-curate';
import { type ReferenceRecord } from './reference-csv';
import { clean, dateAt, dayOf, momentOf, moneyOf, ratioOf } from './reference-values';

/** What came in and what was spent, by `date|CAMPAIGN`. */
export interface Daily {
  revenue: Map<string, bigint>;
  cost: Map<string, bigint>;
  /** Who was there, by date. */
  users: Map<string, Set<string>>;
}

export interface ReferenceMetrics {
  roas: { date: string; campaign: string; revenue: bigint; cost: bigint | null; roas: bigint | null }[];
  anomalies: {
    campaign: string;
    roas: bigint | null;
    mean: bigint | null;
    anomaly: boolean;
    days: number;
    z: number | null;
  }[];
  arpdau: { campaign: string | null; revenue: bigint; dau: number; arpdau: bigint | null }[];
}

const DAY_MS = 86_400_000;

export const add = (sums: Map<string, bigint>, key: string, amount: bigint) =>
  sums.set(key, (sums.get(key) ?? 0n) + amount);

/** Rows that cannot be read are left out and named. */
export function spentOf(records: readonly ReferenceRecord[], rejected: number[]): Map<string, bigint> {
  const cost = new Map<string, bigint>();
  for (const { line, cells } of records) {
    const date = dayOf(cells?.date);
    const amount = moneyOf(cells?.ad_cost_usd);
    if (date === null || amount === null) rejected.push(line);
    else add(cost, `${date}|${clean(cells?.campaign).toUpperCase()}`, amount);
  }
  return cost;
}

export function usersOf(records: readonly ReferenceRecord[], rejected: number[]): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  for (const { line, cells } of records) {
    const user = clean(cells?.user_id);
    const at = momentOf(cells?.event_timestamp_utc);
    if (user === '' || at === null) rejected.push(line);
    else users.set(dateAt(at), (users.get(dateAt(at)) ?? new Set()).add(user));
  }
  return users;
}

export function dayReported(curated: readonly Told[], date?: string): string | undefined {
  const dates = [...new Set(curated.map(({ at }) => dateAt(at)))].toSorted();
  return date ?? dates.at(-2) ?? dates.at(-1);
}

/** Rules 4 to 6 for one day. */
export function metricsOf({ revenue, cost, users }: Daily, date: string): ReferenceMetrics {
  const roasOn = (day: string, campaign: string) =>
    ratioOf(revenue.get(`${day}|${campaign}`) ?? 0n, cost.get(`${day}|${campaign}`) ?? null);
  const campaigns = [...new Set([...revenue.keys(), ...cost.keys()])]
    .filter((key) => key.startsWith(`${date}|`))
    .map((key) => key.slice(11))
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const dau = users.get(date)?.size ?? 0;
  const perUser = (amount: bigint) => ratioOf(amount, BigInt(dau) * 1_000_000_000n);
  const earning = campaigns.filter((campaign) => revenue.has(`${date}|${campaign}`));
  const total = earning.reduce((sum, campaign) => sum + (revenue.get(`${date}|${campaign}`) ?? 0n), 0n);
  return {
    roas: campaigns.map((campaign) => ({
      date,
      campaign,
      revenue: revenue.get(`${date}|${campaign}`) ?? 0n,
      cost: cost.get(`${date}|${campaign}`) ?? null,
      roas: roasOn(date, campaign),
    })),
    anomalies: campaigns.map((campaign) => judge(campaign, date, roasOn)),
    arpdau: [
      { campaign: null, revenue: total, dau, arpdau: perUser(total) },
      ...earning.map((campaign) => {
        const amount = revenue.get(`${date}|${campaign}`) ?? 0n;
        return { campaign, revenue: amount, dau, arpdau: perUser(amount) };
      }),
    ],
  };
}

function judge(campaign: string, date: string, roasOn: (day: string, campaign: string) => bigint | null) {
  const before = [1, 2, 3, 4, 5, 6, 7].map((days) =>
    new Date(Date.parse(date) - days * DAY_MS).toISOString().slice(0, 10),
  );
  const known = before.flatMap((day) => roasOn(day, campaign) ?? []);
  const total = known.reduce((sum, roas) => sum + roas, 0n);
  const days = BigInt(known.length);
  const roas = roasOn(date, campaign);
  return {
    campaign,
    roas,
    mean: known.length === 0 ? null : ratioOf(total, days * 10_000_000_000n),
    anomaly: roas !== null && known.length > 0 && roas * 2n * days < total,
    days: known.length,
    z: roas === null || known.length < 4 ? null : modifiedZ(asNumber(roas), known.map(asNumber)),
  };
}

const asNumber = (ratio: bigint) => Number(ratio) / 1e10;

function modifiedZ(x: number, history: readonly number[]): number | null {
  const middle = median(history);
  const distances = history.map((value) => Math.abs(value - middle));
  const mad = median(distances);
  const mean = distances.reduce((sum, value) => sum + value, 0) / distances.length;
  if (mad > 0) return (0.6745 * (x - middle)) / mad;
  return mean > 0 ? (x - middle) / (1.253314 * mean) : null;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
