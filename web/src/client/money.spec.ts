import fc from 'fast-check';
import { amountOf, amountText, shortAmountText } from './money';

describe('amounts for people', () => {
  it('shows the smallest unit at its scale', () => {
    expect(amountText(199, 2, 'en')).toBe('1.99');
    expect(amountText('250000000', 2, 'en')).toBe('2,500,000.00');
    expect(amountText(-5, 2, 'en')).toBe('\u22120.05');
    expect(amountText(1500, 0, 'ru').replace(/\s/g, ' ')).toBe('1 500');
    expect(amountText(199, 2, 'ru')).toBe('1,99');
  });

  it('shows no number of which it does not know the scale', () => {
    expect(amountText(1198, null, 'en')).toBe('…');
    expect(shortAmountText(1198, null, 'en')).toBe('…');
    expect(amountOf('11.98', null)).toBeNull();
    expect(amountOf('11', null)).toBeNull();
  });

  it('is short on an axis', () => {
    expect(shortAmountText(1_199_000, 2, 'en')).toBe('11.99K');
    expect(shortAmountText(-500, 0, 'en')).toBe('-500');
  });

  it('reads what it shows, whatever the amount and scale', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 31 }), fc.integer({ min: 0, max: 4 }), (amount, scale) => {
        expect(amountOf(amountText(amount, scale, 'ru'), scale)).toBe(amount);
      }),
    );
  });

  it('takes the largest amount that a wallet can hold', () => {
    expect(amountOf(String(Number.MAX_SAFE_INTEGER), 0)).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('refuses what is no amount', () => {
    for (const text of ['', '-1', '1.999', '1e3', 'ten', '1..2', '9999999999999999'])
      expect(amountOf(text, 2)).toBeNull();
  });
});
