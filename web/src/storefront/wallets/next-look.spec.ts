import { nextLookMs } from './next-look';

const MOMENT = '2026-01-02T00:00:00.000Z';
const before = (ms: number) => nextLookMs(MOMENT, Date.parse(MOMENT) - ms);

describe('the next look at a reward', () => {
  it('is taken when the time has come, and once an hour until then', () => {
    expect([before(7_200_000), before(60_000), before(5)]).toEqual([3_600_000, 60_000, 1_000]);
  });

  it('is not taken every second where the clock of the device runs ahead', () => {
    expect([before(0), before(-1), before(-600_000)]).toEqual([30_000, 30_000, 30_000]);
  });

  it('is not taken where nothing is waited for', () => {
    expect([nextLookMs(null, 0), nextLookMs(undefined, 0)]).toEqual([false, false]);
  });
});
