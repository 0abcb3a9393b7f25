import fc from 'fast-check';
import { coinValue, type Pack } from './coin-value';

const pack = (coins: number, price: number, more: Partial<Pack> = {}): Pack => ({
  prices: { USD: price },
  contents: { COIN: coins },
  available: null,
  ...more,
});

describe('what coins are worth in real money', () => {
  it('goes by the pack that sells them cheapest', () => {
    expect(coinValue(100, 'COIN', [pack(500, 199)], 'USD')).toBe(40);
    expect(coinValue(100, 'COIN', [pack(500, 199), pack(2_000, 499)], 'USD')).toBe(25);
    expect(coinValue(100, 'COIN', [pack(2_000, 499), pack(500, 199)], 'USD')).toBe(25);
  });

  it('rounds half up to the smallest unit', () => {
    expect(coinValue(1, 'COIN', [pack(2, 1)], 'USD')).toBe(1);
    expect(coinValue(1, 'COIN', [pack(1_000, 1)], 'USD')).toBe(0);
  });

  it('knows none without a pack of that currency, for that money, on sale and of nothing else', () => {
    const others = [
      pack(500, 199, { prices: { UZS: 1 } }),
      pack(500, 199, { contents: { GEM: 5 } }),
      pack(500, 199, { contents: { COIN: 500, GEM: 5 } }),
      pack(500, 199, { contents: null }),
      pack(500, 199, { available: 0 }),
    ];
    expect(coinValue(100, 'COIN', others, 'USD')).toBeNull();
  });

  it('is the price of the pack for what is in it, however large', () => {
    const amounts = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(amounts, amounts, (coins, price) => {
        expect(coinValue(coins, 'COIN', [pack(coins, price)], 'USD')).toBe(price);
      }),
    );
  });
});
