import { type AssetFields, assetOf } from './asset-fields';

const COINS: AssetFields = { of: 'currency', currency: 'COIN', text: '12.5', productId: '', quantity: 1 };

describe('what staff give', () => {
  it('is coins in smallest units or so many of a product', () => {
    expect(assetOf(COINS, 2)).toEqual({ currency: 'COIN', amount: 1250 });
    expect(assetOf({ ...COINS, of: 'product', productId: 'p', quantity: 3 }, 0)).toEqual({
      productId: 'p',
      quantity: 3,
    });
  });

  it('is nothing while the form does not say', () => {
    expect(assetOf(COINS, 0)).toBeNull();
    expect(assetOf(COINS, null)).toBeNull();
    expect(assetOf({ ...COINS, text: '0' }, 0)).toBeNull();
    expect(assetOf({ ...COINS, of: 'product' }, 0)).toBeNull();
  });
});
