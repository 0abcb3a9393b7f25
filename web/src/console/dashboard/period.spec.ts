import { bucketName, periodOf } from './period';

const NOW = Date.parse('2026-11-21T15:27:10.123Z');

describe('the period of the dashboard', () => {
  it('is as many buckets as it says, with the running one', () => {
    expect(periodOf('day', NOW)).toEqual({ bucket: 'hour', from: '2026-11-20T16:00:00.000Z' });
    expect(periodOf('month', NOW)).toEqual({ bucket: 'day', from: '2026-10-23T00:00:00.000Z' });
  });

  it('stays the same within a bucket', () => {
    expect(periodOf('week', NOW)).toEqual(periodOf('week', NOW + 30 * 60_000));
    expect(periodOf('week', NOW)).not.toEqual(periodOf('week', NOW + 40 * 60_000));
  });

  it('names days as UTC has them', () => {
    expect(bucketName('2026-11-21T00:00:00.000Z', 'day', 'en')).toBe('Nov 21');
  });
});
