import type { IncomingMessage } from 'node:http';

const PREFIX = '/api/v1';
/** One of the earlier systems had it before its addresses. */
const OLD_PREFIX = '/api';

/** Where the earlier systems answered, without a prefix. The routes are the same; only the address is older. */
const OLD_ADDRESSES: ReadonlySet<string> = new Set([
  '/items',
  '/api/items',
  '/login',
  '/earn',
  '/balance',
  '/event',
  '/events',
  '/stats',
  '/track',
  '/products/purchase',
  '/products/use',
  '/users/inventory',
  '/users/add-funds',
  '/purchases',
  '/api/purchases',
  '/run-pipeline',
  '/payme/webhook',
  '/webhooks/xsolla',
  '/webhooks/payment',
  '/api/webhooks/payment',
  '/webhooks/sandbox',
]);

/** Links that people follow: a browser that asks for a page is what they are for. */
const LINKS: ReadonlySet<string> = new Set(['/track']);

/** The address to be routed: with the prefix for one of the earlier systems, unless a page is what is asked for. */
export function routedAddress({ url = '/', headers }: Pick<IncomingMessage, 'url' | 'headers'>): string {
  // Nearly every address begins so, and pays for no more than this look.
  if (url.startsWith(PREFIX)) return url;
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  if (!OLD_ADDRESSES.has(path) || (headers.accept?.includes('text/html') && !LINKS.has(path))) return url;
  return PREFIX + (url.startsWith(OLD_PREFIX) ? url.slice(OLD_PREFIX.length) : url);
}
