export const MAX_RETURN_URL = 2_000;

/**
 * Providers put it into links of their own, where `;` separates parameters. A name or password in it would only
 * pretend to be another address.
 */
export function isReturnUrl(text: unknown): boolean {
  if (typeof text !== 'string' || text.length > MAX_RETURN_URL) return false;
  if (/[;\\\p{Cc}\p{Cs}\p{Z}]/u.test(text) || !/^https?:\/\//i.test(text)) return false;
  const url = URL.parse(text);
  return url !== null && url.hostname !== '' && url.username === '' && url.password === '';
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
