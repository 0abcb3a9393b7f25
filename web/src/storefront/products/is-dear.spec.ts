import { isDear } from './is-dear';

describe('purchases that are asked about', () => {
  it('are those that take half of the wallet or more', () => {
    expect(isDear(499, 1_000)).toBe(false);
    expect(isDear(500, 1_000)).toBe(true);
    expect(isDear(1, 1)).toBe(true);
  });
});
