import fc from 'fast-check';
import { roasOf } from './roas';

const amount = fc.bigInt({ min: 0n, max: 2n ** 60n });

describe('return on ad spend', () => {
  it('is none without a cost', () => {
    fc.assert(
      fc.property(amount, (revenue) => {
        expect(roasOf(revenue, null)).toBeNull();
        expect(roasOf(revenue, 0n)).toBeNull();
      }),
    );
  });

  it('is revenue over cost, to six decimals', () => {
    const small = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 1_000_000 }), (revenue, cost) => {
        expect(Math.abs(roasOf(BigInt(revenue), BigInt(cost))! - revenue / cost)).toBeLessThanOrEqual(
          0.000_000_500_001,
        );
      }),
    );
    expect(roasOf(1n, 3n)).toBe(0.333_333);
    expect(roasOf(2n, 3n)).toBe(0.666_667);
    expect(roasOf(-2n, 3n)).toBe(-0.666_667);
  });
});
