import type { ChartData, ChartDataset, ChartOptions } from 'chart.js';
import { DARK_COLOURS, LIGHT_COLOURS } from './chart-colours';
import type { ChartKind, ChartSeries } from './chart-series';

export interface ChartPlan {
  kind: ChartKind;
  labels: readonly string[];
  series: readonly ChartSeries[];
  isStacked: boolean;
  isHorizontal: boolean;
  isDark: boolean;
  show: (value: number) => string;
  showTick: (value: number) => string;
}

type Kinds = 'line' | 'bar';

const DASHES = [[], [6, 3], [2, 3], [10, 4, 2, 4]];
/** With more points than these a line shows only those that are marked. */
const MAX_POINTS = 40;

export function chartData({ kind, labels, series, isDark }: ChartPlan): ChartData<Kinds, (number | null)[], string> {
  const colours = isDark ? DARK_COLOURS : LIGHT_COLOURS;
  return {
    labels: [...labels],
    datasets: series.map((one, index) => {
      const colour = colours.series[index % colours.series.length];
      const looks =
        (one.kind ?? kind) === 'line' ? line(one, index, colour, colours.mark) : bar(one, colour, colours.mark);
      return { label: one.name, data: [...one.values], ...looks } as ChartDataset<Kinds, (number | null)[]>;
    }),
  };
}

export function chartOptions(plan: ChartPlan): ChartOptions<Kinds> {
  const { series, isStacked, isHorizontal, isDark, show, showTick } = plan;
  const colours = isDark ? DARK_COLOURS : LIGHT_COLOURS;
  const labelled = {
    stacked: isStacked,
    grid: { display: false },
    border: { color: colours.grid },
    ticks: { color: colours.text, maxRotation: 0, autoSkip: !isHorizontal, autoSkipPadding: 12 },
  };
  const measured = {
    stacked: isStacked,
    beginAtZero: true,
    grid: { color: colours.grid },
    border: { display: false },
    ticks: {
      color: colours.text,
      maxTicksLimit: 6,
      precision: isCounted(series) ? 0 : undefined,
      callback: (value: number | string) => showTick(Number(value)),
    },
  };
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    indexAxis: isHorizontal ? 'y' : 'x',
    interaction: { mode: 'index', axis: isHorizontal ? 'y' : 'x', intersect: false },
    scales: isHorizontal ? { x: measured, y: labelled } : { x: labelled, y: measured },
    plugins: {
      legend: {
        display: series.length > 1,
        position: 'bottom',
        labels: { color: colours.text, usePointStyle: true, boxHeight: 7 },
      },
      tooltip: {
        usePointStyle: true,
        callbacks: {
          label: ({ dataset, dataIndex, datasetIndex }) => {
            const value = series[datasetIndex]?.values[dataIndex];
            return `${dataset.label}: ${value === null || value === undefined ? '–' : show(value)}`;
          },
          afterLabel: ({ dataIndex, datasetIndex }) => series[datasetIndex]?.marks?.get(dataIndex) ?? '',
        },
      },
    },
  };
}

/** Half a purchase is nothing to draw a line at. */
function isCounted(series: readonly ChartSeries[]): boolean {
  return series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)));
}

function line({ values, marks }: ChartSeries, index: number, colour: string, markColour: string) {
  const isMarked = values.map((_, at) => marks?.has(at) ?? false);
  const usual = values.length > MAX_POINTS ? 0 : 2;
  return {
    type: 'line',
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: 2,
    borderDash: DASHES[index % DASHES.length],
    // A monotone curve does not swing below zero between two points.
    cubicInterpolationMode: 'monotone',
    pointRadius: isMarked.map((marked) => (marked ? 6 : usual)),
    pointHoverRadius: 6,
    pointStyle: isMarked.map((marked) => (marked ? 'triangle' : 'circle')),
    pointBackgroundColor: isMarked.map((marked) => (marked ? markColour : colour)),
    pointBorderColor: isMarked.map((marked) => (marked ? markColour : colour)),
  };
}

function bar({ values, marks }: ChartSeries, colour: string, markColour: string) {
  return {
    type: 'bar',
    backgroundColor: values.map((_, at) => (marks?.has(at) ? markColour : colour)),
    borderRadius: 3,
    maxBarThickness: 36,
  };
}
