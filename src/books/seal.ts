import { hash } from 'node:crypto';

/** What a seal says. Numbers and times are text, to the last digit: a check must see whatever was changed. */
export interface SealStatement {
  /** 1, 2, 3 … */
  id: string;
  /** How many ranges of entries, and how many entries. */
  ranges: string;
  entries: string;
  /** SHA-256 over the ranges and their leaves, hex. */
  root: string;
  /** The digest of the seal before; zeros in the first one. Hex. */
  previous: string;
  /** ISO 8601 in UTC, to the microsecond. */
  sealedAt: string;
  /** Which key signed. */
  keyId: string;
}

export interface Seal extends SealStatement {
  /** HMAC-SHA256 over the text, hex. */
  signature: string;
}

/** What the first seal names as the one before it. */
export const BEFORE_THE_FIRST = '0'.repeat(64);

/** What is signed: all that the seal says, and through `previous` all seals before it. */
export function textOf({ id, ranges, entries, root, previous, sealedAt, keyId }: SealStatement): string {
  return JSON.stringify(['florin seal', id, ranges, entries, root, previous, sealedAt, keyId]);
}

/** What the next seal names, and whoever keeps a copy of the head outside. Hex. */
export function digestOf(seal: Seal): string {
  return hash('sha256', JSON.stringify([textOf(seal), seal.signature]), 'hex');
}
