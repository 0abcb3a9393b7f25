import { InvalidRequest } from '../platform/errors/platform.errors';

/**
 * The version an `If-Match` header asks for (RFC 9110): `"3"`, or undefined for none and for `*`.
 *
 * @throws InvalidRequest
 */
export function expectedVersion(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined;
  const version = /^"?(\d{1,9})"?$/.exec(header);
  if (version === null) throw new InvalidRequest('If-Match names the version of a product, as in "3".');
  return Number(version[1]);
}
