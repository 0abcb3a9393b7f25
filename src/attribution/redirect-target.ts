const MAX_CHARACTERS = 2_000;

/**
 * The address to send a browser to, as it is written for sure, with the click's id; undefined for any that is not of one
 * of these origins. What looks like one of them but is not (a name before an @, a backslash, another port) is read here
 * exactly as a browser would.
 */
export function redirectTarget(
  asked: unknown,
  origins: ReadonlySet<string>,
  clickId: string | null,
): string | undefined {
  if (typeof asked !== 'string' || asked.length > MAX_CHARACTERS) return undefined;
  const url = URL.parse(asked);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || !origins.has(url.origin)) return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  if (clickId !== null) url.searchParams.set('clickId', clickId);
  return url.href;
}
