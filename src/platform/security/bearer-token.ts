/** Longer than any credential of ours; what is longer is not worth a look. */
const MAX_CHARACTERS = 4_096;

/** The token of an `Authorization: Bearer` header (RFC 6750), if it holds one. What it is worth is for others to say. */
export function bearerToken(header: string | undefined): string | undefined {
  if (header === undefined || header.length > MAX_CHARACTERS) return undefined;
  const scheme = /^bearer +/i.exec(header)?.[0];
  return scheme === undefined ? undefined : header.slice(scheme.length);
}
