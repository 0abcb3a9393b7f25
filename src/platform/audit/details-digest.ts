import { hash } from 'node:crypto';

/**
 * What the log keeps of details, so that nobody exchanges them unseen. The parts cannot run into each other: JSON has no
 * bare line break, nor has a salt.
 */
export function detailsDigest(salt: string, before: string, after: string): string {
  return hash('sha256', `${salt}\n${before}\n${after}`);
}

/** The same of a row of `audit_details`, in SQL; rows without a salt, which are older, are digested without. */
export function detailsDigestOf(details: string): string {
  const text = `concat_ws(e'\\n', ${details}.salt, ${details}.before, ${details}.after)`;
  return `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;
}
