import { InvalidRequest } from '../errors/platform.errors';

const TAG = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;

/**
 * The versions an `If-Match` header names, any of which will do: `"3"`, or a list. Undefined for none and for `*`, which
 * whatever is there fulfils. The header compares strongly (RFC 9110, 13.1.1), so weak tags are read and match nothing,
 * like those that we never gave out.
 *
 * @throws InvalidRequest
 */
export function expectedVersions(header: string | undefined): readonly number[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  if (/^\d{1,9}$/.test(header)) return [Number(header)];
  const tags = [...header.matchAll(TAG)];
  if (tags.length === 0 || !/^[\s,]*$/.test(header.replace(TAG, ''))) {
    throw new InvalidRequest('If-Match names the version that you saw, as in "3".');
  }
  return tags
    .filter(([, weak, text]) => weak === undefined && /^\d{1,9}$/.test(text))
    .map(([, , text]) => Number(text));
}
