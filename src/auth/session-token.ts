import { hash, randomBytes } from 'node:crypto';

/** By which people and scanners know that a leaked text is a credential of ours. */
type Prefix = 'flr_' | 'flp_' | 'fl_';

/** A secret that is shown once: we keep its hash alone. */
export interface OneTimeToken {
  readonly text: string;
  readonly hash: Buffer;
}

/** 256 random bits: nothing that could be guessed, so that a plain hash is enough. */
export function newToken(prefix: Prefix): OneTimeToken {
  const text = prefix + randomBytes(32).toString('base64url');
  return { text, hash: tokenHash(text) };
}

export function tokenHash(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
