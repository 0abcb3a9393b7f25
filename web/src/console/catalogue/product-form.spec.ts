import { amountFaults, draftOf, emptyForm, formOf, type Product } from './product-form';

const scaleOf = (code: string) => (code === 'USD' ? 2 : 0);

const SWORD: Product = {
  id: '0199c000-0000-7000-8000-000000000004',
  sku: 'dragon-sword',
  name: 'Dragon Sword',
  description: 'Forged in dragon fire.',
  localized: { ru: { name: 'Меч' } },
  imageUrl: null,
  metadata: { rarity: 'legendary', attack: 75, level: '5', slots: ['hand'] },
  type: 'permanent',
  prices: { COIN: 900, USD: 99_999 },
  price: 900,
  contents: null,
  stock: null,
  available: null,
  limitPerPlayer: { quantity: 1, period: 'day' },
  isActive: true,
  version: 3,
  createdAt: '2026-11-01T00:00:00.000Z',
  updatedAt: '2026-11-01T00:00:00.000Z',
};

describe('the form of a product', () => {
  it('changes nothing by being opened and saved', () => {
    const { sku, name, description, localized, imageUrl, metadata, type, prices, stock, limitPerPlayer, isActive } =
      SWORD;
    expect(draftOf(formOf(SWORD, scaleOf), scaleOf, SWORD)).toEqual({
      ...{ sku, name, description, localized, imageUrl, metadata, type, prices, stock, limitPerPlayer, isActive },
    });
  });

  it('writes amounts as people do', () => {
    const form = formOf(SWORD, scaleOf);
    expect(form.prices[1]).toEqual({ currency: 'USD', amount: '999.99' });
    form.prices[1].amount = '12,5';
    expect(draftOf(form, scaleOf, SWORD)?.prices).toEqual({ COIN: 900, USD: 1_250 });
  });

  it.each(['', '0', '1.999', 'ten'])('makes no draft of the price "%s"', (amount) => {
    const form = { ...emptyForm(), sku: 'a', name: 'A', prices: [{ currency: 'USD', amount }] };
    expect(draftOf(form, scaleOf, null)).toBeNull();
  });

  it('makes no draft of two prices in one currency', () => {
    const prices = ['1', '2'].map((amount) => ({ currency: 'USD', amount }));
    expect(draftOf({ ...emptyForm(), sku: 'a', name: 'A', prices }, scaleOf, null)).toBeNull();
  });

  it('says of each price what is wrong with it', () => {
    const rows = [
      { currency: 'COIN', amount: '5' },
      { currency: '', amount: '5' },
      { currency: 'COIN', amount: '7' },
      { currency: 'USD', amount: '1.999' },
    ];
    expect(amountFaults(rows, scaleOf)).toEqual([null, 'noCurrency', 'twice', 'noAmount']);
  });

  it('gives contents to packs alone', () => {
    const form = {
      ...emptyForm(),
      prices: [{ currency: 'USD', amount: '1' }],
      contents: { currency: 'COIN', amount: '500' },
    };
    expect(draftOf(form, scaleOf, null)).not.toHaveProperty('contents');
    expect(draftOf({ ...form, type: 'currency_pack' }, scaleOf, null)?.contents).toEqual({ COIN: 500 });
  });
});
