import { orderNumber, typedNumber } from './order-number';

const ID = '0199c000-0000-7000-8000-0000fa1cade5';

describe('the number of an order', () => {
  it('is the end of its id, and is found in what people type', () => {
    expect(orderNumber(ID)).toBe('fa1cade5');
    expect(['FA1CADE5 ', ID, 'Order fa1cade5', 'fa1c', ''].map(typedNumber)).toEqual([
      'fa1cade5',
      'fa1cade5',
      'fa1cade5',
      undefined,
      undefined,
    ]);
  });
});
