import fc from 'fast-check';
import { BUCKETS, edgesOf, nextOf, startOf, velocityOf } from './economy-buckets';

const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);
const at = (text: string) => Date.parse(`${text}Z`);
const moment = fc.integer({ min: at('2000-01-01T00:00'), max: at('2100-01-01T00:00') });

describe('buckets', () => {
  it.each([
    ['hour', '2026-11-21T10:59', '2026-11-21T10:00', '2026-11-21T11:00'],
    ['day', '2026-11-21T23:59', '2026-11-21T00:00', '2026-11-22T00:00'],
    ['week', '2026-11-22T23:59', '2026-11-16T00:00', '2026-11-23T00:00'],
    ['week', '2026-11-23T00:00', '2026-11-23T00:00', '2026-11-30T00:00'],
    ['month', '2026-12-31T23:59', '2026-12-01T00:00', '2027-01-01T00:00'],
  ] as const)('of a %s begin and end where the calendar says: %s', (bucket, text, start, next) => {
    expect([iso(startOf(bucket, at(text))), iso(nextOf(bucket, startOf(bucket, at(text))))]).toEqual([start, next]);
  });

  it('hold every moment exactly once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BUCKETS), moment, (bucket, ms) => {
        const start = startOf(bucket, ms);
        const next = nextOf(bucket, start);
        expect(start <= ms && ms < next).toBe(true);
        expect([startOf(bucket, start), startOf(bucket, next), startOf(bucket, next - 1)]).toEqual([
          start,
          next,
          start,
        ]);
      }),
    );
  });

  it('cover a period without gaps, and stop when there are too many', () => {
    expect(edgesOf('day', at('2026-11-20T05:00'), at('2026-11-22T00:00'), 400).map(iso)).toEqual([
      '2026-11-20T00:00',
      '2026-11-21T00:00',
      '2026-11-22T00:00',
    ]);
    expect(edgesOf('hour', 0, at('2026-01-01T00:00'), 400)).toHaveLength(402);
  });
});

describe('velocity', () => {
  it('is what was burned over the mean circulation', () => {
    expect(velocityOf(150n, 100n, 200n)).toBe(1);
    expect(velocityOf(0n, 0n, 0n)).toBeNull();
  });
});
