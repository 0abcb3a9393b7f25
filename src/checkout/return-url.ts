export const MAX_RETURN_URL = 2_000;

/** Where clients want the order's id: they ask before there is one. Addresses that were taken apart encode the braces. */
const ORDER_ID = /(?:\{|%7B)orderId(?:\}|%7D)/gi;
const SOME_ID = '0199c000-0000-7000-8000-000000000000';

/**
 * Providers put it into links of their own, where `;` separates parameters. A name or password in it would only
 * pretend to be another address.
 */
export function isReturnUrl(text: unknown): boolean {
  if (typeof text !== 'string' || returnUrlOf(text, SOME_ID).length > MAX_RETURN_URL) return false;
  if (/[;\\\p{Cc}\p{Cs}\p{Z}]/u.test(text) || !/^https?:\/\//i.test(text)) return false;
  const url = URL.parse(text);
  if (url === null || url.hostname === '' || url.username !== '' || url.password !== '') return false;
  // An id in its place leads nowhere else: it stands behind the host, and is no part of one.
  return !/[{}]/.test(url.host);
}

/** The address that a payment of this order returns to. */
export function returnUrlOf(text: string, orderId: string): string {
  return text.replaceAll(ORDER_ID, orderId);
}

/** Whether it is on the same origin as one of the allowed addresses, and at or below its path. */
export function isAllowed(text: string, allowed: readonly string[]): boolean {
  const url = new URL(text);
  return allowed
    .map((each) => new URL(each))
    .some(({ origin, pathname }) => {
      const folder = pathname.endsWith('/') ? pathname : `${pathname}/`;
      return url.origin === origin && `${url.pathname}/`.startsWith(folder);
    });
}
