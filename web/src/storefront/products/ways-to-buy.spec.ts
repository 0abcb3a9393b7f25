import { waysToBuy } from './ways-to-buy';

const kindOf = (code: string) => (code === 'USD' || code === 'UZS' ? 'real' : 'virtual');

describe('how a product can be bought', () => {
  it('is with each virtual currency, and with one real one', () => {
    expect(waysToBuy({ COIN: 1, USD: 2, UZS: 3 }, kindOf, 'UZS')).toEqual({ coins: ['COIN'], money: 'UZS' });
    expect(waysToBuy({ COIN: 1, GEM: 2 }, kindOf, 'UZS')).toEqual({ coins: ['COIN', 'GEM'], money: null });
  });

  it('is with another money where there is no price in the preferred one', () => {
    expect(waysToBuy({ USD: 2 }, kindOf, 'UZS').money).toBe('USD');
    expect(waysToBuy({ USD: 2 }, kindOf, null).money).toBe('USD');
  });

  it('is not known before the currencies are: dollars are no coins', () => {
    expect(waysToBuy({ COIN: 1, USD: 2 }, () => undefined, 'USD')).toEqual({ coins: [], money: null });
  });
});
