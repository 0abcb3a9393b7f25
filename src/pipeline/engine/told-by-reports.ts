import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineResult } from './engine-run';
import type { Expectation } from './expectation';

type Row = Record<string, string | boolean | null | undefined>;

/** Numbers as the texts they are written in: no digit may be lost on the way. */
function exactJson(text: string): unknown {
  return JSON.parse(text.replaceAll(/(":)(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?=[,}])/g, '$1"$2"'));
}

export async function reportOf<T>(folder: string, name: string): Promise<T> {
  return exactJson(await readFile(join(folder, name), 'utf8')) as T;
}

/** What the reports of a run say, in the words of an expectation. */
export async function toldByReports(folder: string, { counts }: EngineResult): Promise<Expectation> {
  const { summary, details, exceptions } = await reportOf<{
    summary: Record<string, string>;
    details: Row[];
    exceptions: Row[];
  }>(folder, 'reconciliation.json');
  const rows = (name: string) => reportOf<Row[]>(folder, name);
  const rejected = (await readFile(join(folder, 'rejected.csv'), 'utf8')).trim().split('\n').slice(1);
  return {
    counts,
    byReceipt: Number(summary.by_receipt),
    byDevice: Number(summary.by_device),
    roas: (await rows('roas_d1.json')).map(
      cells('date', 'campaign', 'revenue_usd', 'ad_cost_usd', 'roas'),
    ) as Expectation['roas'],
    anomalies: (await rows('roas_anomaly.json')).map((row) => {
      const days = Number(row.history_days);
      return [...cells('campaign', 'roas_d1', 'avg7', 'anomaly')(row), days, row.robust_anomaly ?? null];
    }),
    arpdau: (await rows('arpdau_d1.json')).map((row) => {
      const [campaign, revenue, arpdau] = cells('campaign', 'revenue', 'arpdau')(row);
      return [campaign, revenue, Number(row.dau), arpdau];
    }) as Expectation['arpdau'],
    rejected: rejected.map((line) => line.split(',').slice(0, 2).join(':')),
    exceptions: exceptions.map((row) => `${row.appsflyer_id} ${row.event_time_utc} ${row.revenue_usd}`).toSorted(),
    detailsSha256: createHash('sha256').update(details.map(detailLine).toSorted().join('\n')).digest('hex'),
  };
}

const cells =
  (...names: string[]) =>
  (row: Row) =>
    names.map((name) => row[name] ?? null);

function detailLine(row: Row): string {
  if (row.type !== 'matched') {
    return `${row.type} ${row.appsflyer_id} ${row.event_time_utc} ${row.revenue_usd} ${row.receipt_id}`;
  }
  const start = `matched ${row.appsflyer_id} ${row.af_event_time_utc} ${row.revenue_usd} ${row.receipt_id}`;
  return `${start} ${row.matched_by} ${row.cf_event_time_utc} ${row.amount_difference_usd}`;
}
