import { chartData, chartOptions, type ChartPlan } from './chart-plan';

const PLAN: ChartPlan = {
  kind: 'line',
  labels: ['Mon', 'Tue'],
  series: [{ name: 'ROAS', values: [1, null], marks: new Map([[0, 'far from the days before']]) }],
  isStacked: false,
  isHorizontal: false,
  isDark: false,
  show: (value) => `${value}×`,
  showTick: String,
};

describe('the plan of a chart', () => {
  it('marks what is unusual by its shape, not by its colour alone', () => {
    const [series] = chartData(PLAN).datasets;
    expect(series).toMatchObject({ label: 'ROAS', data: [1, null], pointStyle: ['triangle', 'circle'] });
  });

  it('lets one series be bars among lines', () => {
    const series = [...PLAN.series, { name: 'Costs', values: [3, 4], kind: 'bar' as const }];
    expect(chartData({ ...PLAN, series }).datasets.map(({ type }) => type)).toEqual(['line', 'bar']);
  });

  it('turns its axes for bars from left to right', () => {
    expect(chartOptions({ ...PLAN, isHorizontal: true })).toMatchObject({
      indexAxis: 'y',
      scales: { x: { beginAtZero: true } },
    });
  });
});
