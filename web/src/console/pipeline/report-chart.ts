import type { ChartKind, ChartSeries } from '../charts/chart-series';
import { numbersOf, type ReportTable, textsOf, where } from './report-table';

/** What a report looks like drawn; its words are keys under `pipeline.charts`. */
export interface ReportChart {
  title: string;
  labelHeading: string;
  labels: readonly string[];
  series: readonly (Omit<ChartSeries, 'marks'> & { unusual?: readonly boolean[] })[];
  kind: ChartKind;
}

/** The chart of each report that shows something at a glance. */
const CHARTS: Readonly<Record<string, (table: ReportTable) => ReportChart>> = {
  'roas_d1.json': (table) => byCampaign('roas', table, ['roas']),
  'roas_anomaly.json': (table) => {
    const chart = byCampaign('anomaly', table, ['roas_d1', 'avg7']);
    const unusual = textsOf(table, 'anomaly').map((cell) => cell === 'true');
    return { ...chart, series: [{ ...chart.series[0], unusual }, chart.series[1]] };
  },
  'arpdau_d1.json': (table) =>
    byCampaign(
      'arpdau',
      where(table, 'scope', (scope) => scope === 'campaign'),
      ['arpdau'],
    ),
  'reconciliation.json': (table) => counted('reconciliation', table, 'type'),
  'three_way.json': (table) => counted('threeWay', table, 'likely_cause'),
  'rejected.csv': (table) => counted('rejected', table, 'file'),
  'purchases_curated.csv': revenueByDay,
  'metrics_daily.csv': (table) => {
    const total = where(table, 'campaign', (campaign) => campaign === '');
    return {
      title: 'metrics',
      labelHeading: 'day',
      labels: textsOf(total, 'date'),
      series: ['revenue_usd', 'ad_cost_usd'].map((name) => ({ name, values: numbersOf(total, name) })),
      kind: 'line',
    };
  },
};

/** Null for a report without a chart, and for one of which only the beginning was read: that would mislead. */
export function chartOf(name: string, table: ReportTable): ReportChart | null {
  return table.isWhole ? (CHARTS[name]?.(table) ?? null) : null;
}

function byCampaign(title: string, table: ReportTable, columns: readonly string[]): ReportChart {
  const series = columns.map((name) => ({ name, values: numbersOf(table, name) }));
  return { title, labelHeading: 'campaign', labels: textsOf(table, 'campaign'), series, kind: 'bar' };
}

function counted(title: string, table: ReportTable, column: string): ReportChart {
  const counts = new Map<string, number>();
  for (const text of textsOf(table, column)) counts.set(text, (counts.get(text) ?? 0) + 1);
  const series = [{ name: 'rows', values: [...counts.values()] }];
  return { title, labelHeading: column, labels: [...counts.keys()], series, kind: 'bar' };
}

function revenueByDay(table: ReportTable): ReportChart {
  const revenue = numbersOf(table, 'revenue_usd');
  const days = new Map<string, number>();
  textsOf(table, 'event_time_utc').forEach((time, at) => {
    const day = time.slice(0, 10);
    days.set(day, (days.get(day) ?? 0) + (revenue[at] ?? 0));
  });
  const labels = [...days.keys()].toSorted();
  const series = [{ name: 'revenue_usd', values: labels.map((day) => days.get(day) ?? 0) }];
  return { title: 'revenue', labelHeading: 'day', labels, series, kind: 'bar' };
}
