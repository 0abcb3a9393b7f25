import { Problem } from './problem';
import { isPassing, queryOptions } from './queries';

const refused = (status: number, retryAfterSeconds?: number) => new Problem(status, 'any', '', { retryAfterSeconds });
const queries = () => {
  if (!queryOptions || !('queryClientConfig' in queryOptions)) throw new Error('no configuration');
  return queryOptions.queryClientConfig?.defaultOptions?.queries;
};

describe('what is read again', () => {
  it.each([0, 500, 502, 503, 504])('is what failed with %d', (status) => {
    expect(isPassing(refused(status))).toBe(true);
  });

  it.each([400, 401, 403, 404, 409])('is not what was refused with %d', (status) => {
    expect(isPassing(refused(status))).toBe(false);
  });

  it('is what a quota held back, unless that takes long', () => {
    expect([refused(429), refused(429, 5), refused(429, 60)].map(isPassing)).toEqual([true, true, false]);
  });

  it('is not what was asked three times again', () => {
    const retry = queries()?.retry;
    if (typeof retry !== 'function') throw new Error('no rule');
    expect([retry(2, refused(503)), retry(3, refused(503))]).toEqual([true, false]);
  });

  it('waits longer each time, and as long as a quota needs', () => {
    const delay = queries()?.retryDelay;
    if (typeof delay !== 'function') throw new Error('no rule');
    expect([delay(0, refused(503)), delay(2, refused(503)), delay(0, refused(429, 7))]).toEqual([1_000, 4_000, 7_000]);
  });
});
