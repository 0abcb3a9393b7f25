import { paymentFilterOf } from './payment-filter';

describe('the filter of payments', () => {
  it('is what the address says', () => {
    const address = {
      attention: 'true',
      provider: 'payme',
      status: 'charged_back',
      number: '0199-1A2B3C4D',
      userId: 'u',
    };
    expect(paymentFilterOf(address)).toEqual({
      attention: true,
      provider: 'payme',
      orderStatus: 'charged_back',
      orderNumber: '1a2b3c4d',
      userId: 'u',
    });
  });

  it('asks for everything where the address says nothing that is understood', () => {
    expect(paymentFilterOf({})).toEqual({});
    const odd = { attention: 'maybe', provider: 'nobody', status: ['paid', 'paid'], number: 'abc', userId: '' };
    expect(paymentFilterOf(odd)).toEqual({});
  });
});
