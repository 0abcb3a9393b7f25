import { safePath } from './safe-path';

describe('where somebody goes once they are signed in', () => {
  it('is where they came from, here', () => {
    expect(safePath('/cart?line=1')).toBe('/cart?line=1');
  });

  it.each([undefined, null, '', 'cart', '//evil.example', '/\\evil.example', 'https://evil.example', ['/cart']])(
    'is the shop for %p',
    (next) => {
      expect(safePath(next)).toBe('/');
    },
  );
});
