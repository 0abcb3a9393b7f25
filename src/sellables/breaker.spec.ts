import { Breaker } from './breaker';

const refusal = () => new Error('refused');

describe('the breaker', () => {
  let now: number;
  let calls: number;
  let isAway: boolean;
  let breaker: Breaker;

  beforeEach(() => {
    [now, calls, isAway] = [0, 0, true];
    breaker = new Breaker(3, 1_500, () => now);
  });

  async function attempt(): Promise<string> {
    const call = async () => {
      calls += 1;
      if (isAway) throw new Error('away');
      return 'done';
    };
    return breaker.run(call, refusal).catch((error: Error) => error.message);
  }

  it('refuses without a call after three failures in a row', async () => {
    const outcomes = [await attempt(), await attempt(), await attempt(), await attempt()];
    expect(outcomes).toEqual(['away', 'away', 'away', 'refused']);
    expect(calls).toBe(3);
  });

  it('forgets failures that a success followed', async () => {
    for (isAway of [true, true, false, true, true, false]) await attempt();
    expect(calls).toBe(6);
  });

  it('lets one call through after the pause: it decides for all', async () => {
    for (let failure = 0; failure < 3; failure++) await attempt();
    now = 1_500;
    expect(await Promise.all([attempt(), attempt(), attempt()])).toEqual(['away', 'refused', 'refused']);
    now = 2_999;
    expect(await attempt()).toBe('refused');
    now = 3_000;
    isAway = false;
    expect(await Promise.all([attempt(), attempt()])).toEqual(['done', 'refused']);
    expect(await Promise.all([attempt(), attempt()])).toEqual(['done', 'done']);
  });
});
