import { paymeLink } from './payme-link';

const decoded = (url: string) => Buffer.from(url.slice(url.lastIndexOf('/') + 1), 'base64').toString();

describe('the address of a payment at Payme', () => {
  const draft = { orderId: '197', amount: 500, returnUrl: null };

  it('is that of the documentation', () => {
    const settings = { checkoutUrl: 'https://checkout.paycom.uz', accountField: 'order_id' };
    expect(paymeLink(settings, '587f72c72cac0d162c722ae2', draft)).toBe(
      'https://checkout.paycom.uz/bT01ODdmNzJjNzJjYWMwZDE2MmM3MjJhZTI7YWMub3JkZXJfaWQ9MTk3O2E9NTAw',
    );
  });

  it('says where to go afterwards, in a way that cannot add to what is to be paid', () => {
    const settings = { checkoutUrl: 'https://test.paycom.uz', accountField: 'purchase_id' };
    const url = paymeLink(settings, 'm1', { ...draft, returnUrl: 'https://game.example/back?a=1;a=2' });
    expect(decoded(url)).toBe('m=m1;ac.purchase_id=197;a=500;c=https://game.example/back?a=1%3Ba=2');
  });
});
