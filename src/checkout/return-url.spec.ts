import { isAllowed, isReturnUrl, returnUrlOf } from './return-url';

describe('the address that a browser returns to', () => {
  it.each(['https://game.example.com', 'http://localhost:3000/shop?order=1#done', `https://a.b/${'x'.repeat(1_980)}`])(
    'may be %s',
    (url) => expect(isReturnUrl(url)).toBe(true),
  );

  it.each([
    '',
    'javascript:alert(1)',
    'ftp://a.b',
    '//a.b',
    'a.b',
    'https://',
    'https://a.b/;c=1',
    'https://a.b/ c',
    'https://a.b\\@c.d',
    'https://user@a.b',
    'https://game.example.com:pass@evil.com',
    'https://a.b/\n',
    `https://a.b/${'x'.repeat(2_000)}`,
    7,
    null,
  ])('may not be %p', (url) => expect(isReturnUrl(url)).toBe(false));

  const id = '0199c000-0000-7000-8000-000000000007';

  it.each([
    ['https://a.b/orders/{orderId}', `https://a.b/orders/${id}`],
    [new URL('/orders/{orderId}?again={orderId}', 'https://a.b').href, `https://a.b/orders/${id}?again=${id}`],
    ['https://a.b/shop#{orderId}', `https://a.b/shop#${id}`],
    ['https://a.b/{order}', 'https://a.b/{order}'],
  ])('names the order where %s asks for it', (asked, url) => {
    expect([isReturnUrl(asked), returnUrlOf(asked, id)]).toEqual([true, url]);
  });

  it('names the order nowhere in a host, and in no address that is too long by then', () => {
    for (const host of ['{orderId}', '%7BorderId%7D', '{orderId}.evil.com', 'a.b:{orderId}', '{orderId}@a.b']) {
      expect(isReturnUrl(`https://${host}/`)).toBe(false);
    }
    expect(isReturnUrl(`https://a.b/{orderId}${'x'.repeat(1_970)}`)).toBe(false);
  });

  it('is allowed on the same origin, at or below the path', () => {
    const allowed = ['https://game.example.com/shop', 'https://other.example.com'];
    expect(isAllowed('https://game.example.com/shop', allowed)).toBe(true);
    expect(isAllowed('https://game.example.com/shop/done?x=1', allowed)).toBe(true);
    expect(isAllowed('https://other.example.com/any', allowed)).toBe(true);
    for (const url of [
      'https://game.example.com/shopping',
      'https://game.example.com/shop/../admin',
      'https://game.example.com.evil.com/shop',
      'http://game.example.com/shop',
      'https://game.example.com:8443/shop',
    ]) {
      expect(isAllowed(url, allowed)).toBe(false);
    }
    expect(isAllowed('https://other.example.com', [])).toBe(false);
    expect(isAllowed('https://game.example.com/shop/{orderId}', allowed)).toBe(true);
    expect(isAllowed('https://game.example.com/{orderId}', allowed)).toBe(false);
  });
});
