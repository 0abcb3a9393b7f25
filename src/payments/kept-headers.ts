/** Which headers tell who somebody is, and so are not kept. */
const SECRETS = /^(authorization|proxy-authorization|cookie|set-cookie)$|token|secret|api-?key/i;
/** Addresses of people, as proxies write them down. */
const ADDRESSES = /^(forwarded|x-forwarded-.*|x-real-ip|cf-connecting-ip|true-client-ip|via)$/i;
const MAX_CHARACTERS = 1_000;
const MAX_HEADERS = 50;

/** What may be stored of the headers of a notification. */
export function keptHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  const kept = Object.entries(headers)
    .filter(([name, value]) => value !== undefined && !SECRETS.test(name) && !ADDRESSES.test(name))
    .slice(0, MAX_HEADERS)
    .map(([name, value]) => [storable(name), storable(String(value)).slice(0, MAX_CHARACTERS)]);
  return Object.fromEntries(kept) as Record<string, string>;
}

/** PostgreSQL stores no NUL and nothing that is not Unicode. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}
