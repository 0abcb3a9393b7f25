import { campaignSeries } from './campaign-series';

const figure = (date: string, campaign: string | null, value: number | null, weight = value ?? 0) => ({
  date,
  campaign,
  value,
  weight,
});

describe('figures of campaigns as lines', () => {
  it('draws all together and the heaviest, with a gap where a day is unknown', () => {
    const figures = [
      figure('2026-11-02', 'SMALL', 1),
      figure('2026-11-02', 'BIG', 9),
      figure('2026-11-01', 'BIG', 8),
      figure('2026-11-01', null, 5),
      figure('2026-11-01', 'MIDDLE', null, 4),
    ];
    expect(campaignSeries(figures, 'All', 2)).toEqual({
      labels: ['2026-11-01', '2026-11-02'],
      series: [
        { name: 'All', values: [5, null] },
        { name: 'BIG', values: [8, 9] },
        { name: 'MIDDLE', values: [null, null] },
      ],
    });
  });

  it('draws nothing of nothing', () => {
    expect(campaignSeries([], 'All', 5)).toEqual({ labels: [], series: [] });
  });
});
