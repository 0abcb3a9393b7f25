import { BoundedMap } from '../platform/cache/bounded-map';

/** A server that goes on showing a key that was revoked asks the database as seldom as one whose key is good. */
const REMEMBERED_MS = 5_000;
const MAX_KEYS = 10_000;

/**
 * Keys that nobody has. None that is issued later can be among them: it is 256 random bits, made after it would have had
 * to be guessed.
 */
export class UnknownKeys {
  private readonly until = new BoundedMap<number>(MAX_KEYS, () => 1);

  has(key: string): boolean {
    return (this.until.get(key) ?? 0) > Date.now();
  }

  add(key: string): void {
    this.until.set(key, Date.now() + REMEMBERED_MS);
  }
}
