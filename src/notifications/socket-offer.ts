const PROTOCOL = 'florin';
const MAX_CHARACTERS = 8_192;

/** What a client shows to open a socket: a ticket or an access token. */
export interface Credential {
  kind: 'ticket' | 'bearer';
  text: string;
}

/** What `Sec-WebSocket-Protocol` offers beside `florin`. Undefined unless it is that, and one credential. */
export function credentialOf(header: string | undefined): Credential | undefined {
  if (header === undefined || header.length > MAX_CHARACTERS) return undefined;
  const [first, second, ...rest] = header.split(',').map((each) => each.trim());
  if (rest.length > 0 || second === undefined || first !== PROTOCOL) return undefined;
  const [, kind, text] = /^(ticket|bearer)\.(.+)$/.exec(second) ?? [];
  return text === undefined ? undefined : { kind: kind as Credential['kind'], text };
}

/**
 * Whether a page of this origin may open a socket here: one of the same host, or one that is named. What is no browser
 * names none.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  named: readonly string[],
): boolean {
  if (origin === undefined) return true;
  if (named.includes(origin)) return true;
  return host !== undefined && URL.parse(origin)?.host === host.toLowerCase();
}
