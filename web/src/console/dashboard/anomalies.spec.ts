import { anomalousDays, type DayFigure } from './anomalies';

const days = (...values: (number | null)[]): DayFigure[] =>
  values.map((value, index) => ({ date: new Date(Date.UTC(2026, 10, index + 1)).toISOString().slice(0, 10), value }));

describe('anomalous days', () => {
  it('are those below half the mean of the week before', () => {
    expect([...anomalousDays(days(2, 2, 0.9, 1, 2))]).toEqual([2]);
    expect([...anomalousDays(days(2, 1))]).toEqual([]);
  });

  it('are judged by what is known of that week alone', () => {
    expect([...anomalousDays(days(null, 0.1))]).toEqual([]);
    expect([...anomalousDays(days(2, null, null, 0.5))]).toEqual([3]);
    expect([...anomalousDays(days(9, null, null, null, null, null, null, null, 0.5))]).toEqual([]);
  });
});
