import { createHash } from 'node:crypto';
import type { Reference } from './reference';
import type { Told } from './reference-curate';
import { momentText, moneyText, ratioText } from './reference-values';

/** What the reports must say, in texts that can be compared: exact numbers stay exact. */
export interface Expectation {
  counts: Reference['counts'];
  byReceipt: number;
  byDevice: number;
  roas: (string | null)[][];
  anomalies: (string | number | boolean | null)[][];
  arpdau: (string | number | null)[][];
  /** File and line. */
  rejected: string[];
  exceptions: string[];
  /** SHA-256 of the sorted lines of the details. */
  detailsSha256: string;
}

/** A line of the reconciliation, as this comparison writes it. */
export function detailLines({ curated, pairs, confirmedOnly, zeroed }: Reference): string[] {
  const partners = new Map(pairs.map((pair) => [pair.purchase, pair]));
  const shown = (row: Told) => (zeroed.has(row) ? '0.00' : moneyText(row.revenue));
  return [
    ...curated.map((row) => {
      const pair = partners.get(row);
      const start = `${row.device} ${momentText(row.at)} ${shown(row)} ${row.receipt}`;
      if (pair === undefined) return `af_only ${start}`;
      const { confirmation, by } = pair;
      return `matched ${start} ${by} ${momentText(confirmation.at)} ${moneyText(confirmation.revenue - row.revenue)}`;
    }),
    ...confirmedOnly.map(
      (row) => `confirmed_only ${row.device} ${momentText(row.at)} ${moneyText(row.revenue)} ${row.receipt}`,
    ),
  ].toSorted();
}

export function expectationOf(reference: Reference): Expectation {
  const { counts, metrics, pairs, rejected, exceptions } = reference;
  const byReceipt = pairs.filter(({ by }) => by === 'receipt').length;
  return {
    counts,
    byReceipt,
    byDevice: pairs.length - byReceipt,
    roas: (metrics?.roas ?? []).map(({ date, campaign, revenue, cost, roas }) => [
      date,
      campaign,
      moneyText(revenue),
      cost === null ? null : moneyText(cost),
      ratioText(roas),
    ]),
    anomalies: (metrics?.anomalies ?? []).map(({ campaign, roas, mean, anomaly, days, z }) => [
      campaign,
      ratioText(roas),
      ratioText(mean),
      anomaly,
      days,
      z === null ? null : Math.abs(z) > 3.5,
    ]),
    arpdau: (metrics?.arpdau ?? []).map(({ campaign, revenue, dau, arpdau }) => [
      campaign,
      moneyText(revenue),
      dau,
      ratioText(arpdau),
    ]),
    rejected: Object.keys(rejected)
      .toSorted()
      .flatMap((file) => rejected[file].map((line) => `${file}:${line}`)),
    exceptions: exceptions
      .map(({ device, at, revenue }) => `${device} ${momentText(at)} ${moneyText(revenue)}`)
      .toSorted(),
    detailsSha256: createHash('sha256').update(detailLines(reference).join('\n')).digest('hex'),
  };
}
