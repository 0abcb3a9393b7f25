import { routedAddress } from './old-addresses';

const routed = (url: string | undefined, accept?: string) => routedAddress({ url, headers: { accept } });

describe('the address that is routed', () => {
  it.each([
    ['/login', '/api/v1/login'],
    ['/balance?at=2026-01-01', '/api/v1/balance?at=2026-01-01'],
    ['/products/purchase', '/api/v1/products/purchase'],
    ['/items', '/api/v1/items'],
    ['/api/items?limit=2', '/api/v1/items?limit=2'],
  ])('has the prefix where the earlier systems had none: %s', (url, expected) => {
    expect(routed(url)).toBe(expected);
    expect(routed(url, 'application/json, */*')).toBe(expected);
  });

  it.each([
    '/api/v1/balance',
    '/api/v1',
    '/api',
    '/api/balance',
    '/',
    '/health',
    '/login/',
    '/LOGIN',
    '//login',
    '/products',
    '/balance/me',
    '*',
  ])('is %s as it came', (url) => expect(routed(url)).toBe(url));

  it('leaves pages to the web: a browser that goes to /login wants one', () => {
    expect(routed('/login', 'text/html,application/xhtml+xml,*/*;q=0.8')).toBe('/login');
  });

  it('follows links of campaigns whatever the browser asks for', () => {
    expect(routed('/track?c=x', 'text/html,*/*')).toBe('/api/v1/track?c=x');
  });
});
