import { periodStart } from './period';

describe('periods of limits', () => {
  const at = (text: string) => Date.parse(text);

  it.each([
    ['lifetime', '2026-11-21T10:00:00Z', '0001-01-01'],
    ['day', '2026-11-21T23:59:59.999Z', '2026-11-21'],
    ['week', '2026-11-21T10:00:00Z', '2026-11-16'],
    ['week', '2026-11-22T23:59:59Z', '2026-11-16'],
    ['week', '2026-11-23T00:00:00Z', '2026-11-23'],
    ['month', '2026-11-30T23:59:59Z', '2026-11-01'],
    ['month', '2026-12-01T00:00:00Z', '2026-12-01'],
  ] as const)('%s of %s begins %s', (period, moment, start) => {
    expect(periodStart(period, at(moment))).toBe(start);
  });
});
