import fc from 'fast-check';
import { isPast } from './event-partition-name';
import { dayOf, daysFrom, EVENT_BUCKETS, MAX_LATE_MS, momentOfEvent, startOfBucket, wholeBuckets } from './event-time';

const LENGTH_MS = { hour: 3_600_000, day: 86_400_000 };
const moment = fc.integer({ min: 0, max: 4_000_000_000_000 });
const bucket = fc.constantFrom(...EVENT_BUCKETS);

describe('when an event happened', () => {
  it('is never ahead, never more than 30 days late, and as told in between', () => {
    fc.assert(
      fc.property(moment, moment, (told, received) => {
        const at = momentOfEvent(told, received);
        expect(at).toBeLessThanOrEqual(received);
        expect(at).toBeGreaterThanOrEqual(received - MAX_LATE_MS);
        if (told <= received && told >= received - MAX_LATE_MS) expect(at).toBe(told);
      }),
    );
    expect(momentOfEvent(undefined, 7)).toBe(7);
  });
});

describe('a bucket', () => {
  it('holds its moment, and begins where a UTC hour or day does', () => {
    fc.assert(
      fc.property(bucket, moment, (name, ms) => {
        const start = startOfBucket(name, ms);
        expect(start).toBeLessThanOrEqual(ms);
        expect(ms - start).toBeLessThan(LENGTH_MS[name]);
        const iso = new Date(start).toISOString();
        expect(iso.slice(name === 'hour' ? 14 : 11)).toBe(name === 'hour' ? '00:00.000Z' : '00:00:00.000Z');
      }),
    );
  });

  it('is whole, with all that it holds of a window and none that hold nothing of it', () => {
    fc.assert(
      fc.property(bucket, moment, fc.integer({ min: 1, max: 400 * 86_400_000 }), (name, from, length) => {
        const { sinceMs, untilMs, count } = wholeBuckets(name, from, from + length);
        expect(sinceMs).toBe(startOfBucket(name, from));
        expect(untilMs).toBeGreaterThanOrEqual(from + length);
        expect(untilMs - (from + length)).toBeLessThan(LENGTH_MS[name]);
        expect(count * LENGTH_MS[name]).toBe(untilMs - sinceMs);
        expect(Number.isInteger(count)).toBe(true);
      }),
    );
  });
});

describe('a partition', () => {
  it('is past exactly when its last day is', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: -400, max: 400 }), (ms, days) => {
        const day = dayOf(ms + days * 86_400_000);
        const digits = dayOf(ms).replaceAll('-', '');
        expect(isPast(`player_events_${digits}`, day)).toBe(days > 0);
        expect(isPast(`player_events_to_${digits}`, day)).toBe(days >= 0);
      }),
    );
    expect(isPast('player_events', '2999-01-01')).toBe(false);
  });

  it('has a name of its day', () => {
    expect(daysFrom(Date.UTC(2026, 11, 31, 23, 59), 3)).toEqual(['2026-12-31', '2027-01-01', '2027-01-02']);
  });
});
