import { flowSeries } from './flow-series';

const REST = { sources: 'other sources', sinks: 'other sinks' };

describe('the flows of a currency', () => {
  it('are sources above zero and sinks below, the largest first', () => {
    const buckets: { sources: Record<string, string>; sinks: Record<string, string> }[] = [
      { sources: { 'source:earn': '5' }, sinks: { 'sink:purchase': '3' } },
      { sources: { 'source:earn': '1', 'source:top_up': '90' }, sinks: {} },
    ];
    const total = { sources: { 'source:earn': '6', 'source:top_up': '90' }, sinks: { 'sink:purchase': '3' } };
    expect(flowSeries(buckets, total, (account) => account, REST)).toEqual([
      { name: 'source:top_up', values: [0, 90] },
      { name: 'source:earn', values: [5, 1] },
      { name: 'sink:purchase', values: [-3, 0] },
    ]);
  });

  it('puts the small ones together', () => {
    const sources = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) => [name, String(10 - index)]));
    const series = flowSeries([{ sources, sinks: {} }], { sources, sinks: {} }, (account) => account, REST);
    expect(series.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'other sources']);
    expect(series[3].values).toEqual([18]);
  });
});
