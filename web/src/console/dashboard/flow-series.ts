import type { components } from '../../client/schema';
import type { ChartSeries } from '../charts/chart-series';

type Flows = Pick<components['schemas']['BucketView'], 'sources' | 'sinks'>;

/** How many sources and how many sinks have a colour of their own; the rest are one. */
const MAX_EACH = 3;

/** Sources above zero and sinks below it, the largest first. */
export function flowSeries(
  buckets: readonly Flows[],
  total: Flows,
  nameOf: (account: string) => string,
  rest: { sources: string; sinks: string },
): ChartSeries[] {
  return [
    ...seriesOf(
      buckets.map(({ sources }) => sources),
      total.sources,
      1,
      nameOf,
      rest.sources,
    ),
    ...seriesOf(
      buckets.map(({ sinks }) => sinks),
      total.sinks,
      -1,
      nameOf,
      rest.sinks,
    ),
  ];
}

type Amounts = Readonly<Record<string, string>>;

function seriesOf(
  buckets: readonly Amounts[],
  total: Amounts,
  sign: 1 | -1,
  nameOf: (account: string) => string,
  rest: string,
): ChartSeries[] {
  const largest = Object.keys(total).toSorted((one, other) => Number(total[other]) - Number(total[one]));
  // One alone is no rest.
  const count = largest.length > MAX_EACH + 1 ? MAX_EACH : largest.length;
  const [shown, others] = [largest.slice(0, count), largest.slice(count)];
  const valuesOf = (accounts: readonly string[]) =>
    buckets.map((amounts) => sign * accounts.reduce((sum, account) => sum + Number(amounts[account] ?? 0), 0) || 0);
  const series = shown.map((account) => ({ name: nameOf(account), values: valuesOf([account]) }));
  return others.length === 0 ? series : [...series, { name: rest, values: valuesOf(others) }];
}
