import fc from 'fast-check';
import { decimal, minorUnits } from './decimal-amount';

describe('decimal amounts', () => {
  it.each([
    ['9.99', 2, 999],
    ['9.9900', 2, 999],
    [9.99, 2, 999],
    ['0.29', 2, 29],
    ['4.35', 2, 435],
    ['19', 2, 1_900],
    ['19', 0, 19],
    ['1234567890.12', 2, 123_456_789_012],
    ['0.005', 3, 5],
  ])('%p with %i places is %i', (written, scale, units) => {
    expect(minorUnits(written, scale)).toBe(units);
  });

  it.each(['9.995', '-1', '+1', '1e3', '1,5', '', ' 1', 'NaN', '[null]', '.5', '5.', '99999999999999999'])(
    '%p is none',
    (written) => expect(minorUnits(written, 2)).toBeNull(),
  );

  it.each([null, undefined, {}, [1], true, NaN, Infinity, 1e21])('%p is none either', (written) => {
    expect(minorUnits(written, 2)).toBeNull();
  });

  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER), fc.nat(4), (units, scale) => {
        expect(minorUnits(decimal(units, scale), scale)).toBe(units);
      }),
    );
  });
});
