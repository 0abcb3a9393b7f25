import { nextTryMs, pauseMs, retryAfterMs } from './webhook-schedule';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('The schedule of a delivery', () => {
  it('is that of Standard Webhooks: ten tries in about three days', () => {
    const delays = Array.from({ length: 10 }, (_, tries) => nextTryMs(tries + 1, 0));
    expect(delays).toEqual([
      5_000,
      5 * MINUTE,
      30 * MINUTE,
      2 * HOUR,
      5 * HOUR,
      10 * HOUR,
      14 * HOUR,
      20 * HOUR,
      24 * HOUR,
      undefined,
    ]);
  });

  it('is stretched by a fifth at most', () => {
    expect(nextTryMs(1, 1)).toBe(6_000);
    expect(nextTryMs(2, 0.5)).toBe(5.5 * MINUTE);
  });

  it('waits as long as it is asked to, for a day at most', () => {
    expect(nextTryMs(1, 0, 90_000)).toBe(90_000);
    expect(nextTryMs(1, 0, 1_000)).toBe(5_000);
    expect(nextTryMs(1, 0, 999 * HOUR)).toBe(24 * HOUR);
  });
});

describe('An endpoint', () => {
  it('is left alone for longer and longer while it fails, for five minutes at most', () => {
    expect([1, 9, 10, 11, 14, 40, 4_000].map((failures) => pauseMs(failures, 500))).toEqual([
      0,
      0,
      1_000,
      2_000,
      16_000,
      5 * MINUTE,
      5 * MINUTE,
    ]);
  });

  it.each([429, 502, 503, 504])('is left alone when it answers %i', (status) => {
    expect(pauseMs(1, status)).toBe(5_000);
    expect(pauseMs(1, status, 30_000)).toBe(30_000);
    expect(pauseMs(1, status, 99 * HOUR)).toBe(HOUR);
  });

  it('is not left alone for what else it asks when something is wrong with one message', () => {
    expect(pauseMs(1, 500, 30_000)).toBe(0);
    expect(pauseMs(1, null, 30_000)).toBe(0);
  });

  it('says how long in seconds or by a date', () => {
    const now = Date.parse('2026-11-21T10:00:00Z');
    expect(retryAfterMs('120', now)).toBe(120_000);
    expect(retryAfterMs('Sat, 21 Nov 2026 10:00:30 GMT', now)).toBe(30_000);
    expect(retryAfterMs('Sat, 21 Nov 2026 09:00:00 GMT', now)).toBe(0);
    expect([undefined, '', '-5', 'soon', '1e9'].map((text) => retryAfterMs(text, now))).toEqual([0, 0, 0, 0, 0]);
  });
});
