import fc from 'fast-check';
import { idsFrom } from '../platform/database/new-id';
import { idRangeOf, windowsOf } from './event-windows';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-21T10:00:00Z');
const idAt = (text: string) => idsFrom(Date.parse(text));
const playerOf = (ms: number) => idsFrom(ms).replace('-0000-0000-', '-7000-8000-');
const times = fc.integer({ min: 0, max: 2 * NOW });

describe('the windows of a range of ids', () => {
  it('are whole days, the latest first, and longer the further back they go', () => {
    const windows = [...windowsOf({ from: idAt('2026-08-01T07:00:00Z'), end: idAt('2026-11-21T11:00:00Z') })];
    expect(windows).toEqual([
      { from: idAt('2026-11-20T00:00:00Z'), end: idAt('2026-11-21T11:00:00Z') },
      { from: idAt('2026-11-12T00:00:00Z'), end: idAt('2026-11-20T00:00:00Z') },
      { from: idAt('2026-10-11T00:00:00Z'), end: idAt('2026-11-12T00:00:00Z') },
      { from: idAt('2026-08-01T07:00:00Z'), end: idAt('2026-10-11T00:00:00Z') },
    ]);
  });

  it('begin with today and yesterday at any hour', () => {
    const player = playerOf(NOW - 300 * DAY_MS);
    for (let hour = 0; hour < 24; hour++) {
      const [{ from }] = windowsOf(idRangeOf(player, {}, Date.parse('2026-11-21T00:30:00Z') + hour * 3_600_000));
      expect(from).toBe(idAt('2026-11-20T00:00:00Z'));
    }
  });

  it('fit together, leave nothing of the range out, and are few', () => {
    fc.assert(
      fc.property(times, times, (one, other) => {
        const range = { from: idsFrom(Math.min(one, other)), end: idsFrom(Math.max(one, other)) };
        const windows = [...windowsOf(range)];
        expect(windows.length).toBeLessThanOrEqual(9);
        if (one === other) return expect(windows).toEqual([]);
        expect(windows[0].end).toBe(range.end);
        expect(windows.at(-1)?.from).toBe(range.from);
        for (const [n, { end }] of windows.slice(1).entries()) expect(end).toBe(windows[n].from);
      }),
    );
  });
});

describe('the ids of what a player did', () => {
  it('begin when the player came, and end now', () => {
    const player = playerOf(NOW - 5 * DAY_MS);
    expect(idRangeOf(player, {}, NOW)).toEqual({ from: idsFrom(NOW - 6 * DAY_MS), end: idsFrom(NOW + 3_600_000) });
    const since = new Date(NOW - 2 * DAY_MS).toISOString();
    expect(idRangeOf(player, { since }, NOW).from).toBe(idsFrom(NOW - 2 * DAY_MS - 3_600_000));
    const longAgo = new Date(NOW - 100 * DAY_MS).toISOString();
    expect(idRangeOf(player, { since: longAgo }, NOW).from).toBe(idsFrom(NOW - 6 * DAY_MS));
  });

  it('go on for as long as events may come late', () => {
    const player = playerOf(NOW - 300 * DAY_MS);
    const until = new Date(NOW - 100 * DAY_MS).toISOString();
    expect(idRangeOf(player, { until }, NOW).end).toBe(idsFrom(NOW - 70 * DAY_MS + 3_600_000));
    expect(idRangeOf(player, { until: new Date(NOW).toISOString() }, NOW).end).toBe(idsFrom(NOW + 3_600_000));
  });

  it('are all there are for a player whose id tells no time', () => {
    expect(idRangeOf('0199c000-0000-4000-8000-00000000aaaa', {}, NOW).from).toBe(idsFrom(0));
  });
});
