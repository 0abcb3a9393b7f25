import { flatFields } from './flat-fields';

const shown = (document: Record<string, unknown>) => flatFields(document).map(({ name, value }) => `${name}: ${value}`);

describe('a document as lines', () => {
  it('names each plain value by the way to it', () => {
    expect(shown({ sku: 'a', prices: { COIN: 5, USD: null }, isActive: false })).toEqual([
      'sku: a',
      'prices.COIN: 5',
      'prices.USD: –',
      'isActive: false',
    ]);
  });

  it('has a list of plain values on one line, and any other item by item', () => {
    expect(shown({ scopes: ['read', 'events:write'], lines: [{ quantity: 2 }, { quantity: 3 }] })).toEqual([
      'scopes: read, events:write',
      'lines.0.quantity: 2',
      'lines.1.quantity: 3',
    ]);
  });

  it('says that there is nothing where there is nothing', () => {
    expect(shown({ lines: [], localized: {}, reason: null })).toEqual(['lines: –', 'localized: –', 'reason: –']);
  });
});
