export type Awaitable<T> = T | Promise<T>;

/**
 * The generations under which an answer is loaded: its scope's own one and that of its whole shelf. They are random
 * tokens: a counter would come back after the store was flushed.
 */
export interface Generations {
  readonly own: string;
  readonly all: string;
}

/** A cached answer; it counts only while both of its generations still stand. */
export interface Entry extends Generations {
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** The keys of an answer and of its generations. */
export interface Address extends Generations {
  readonly key: string;
}

/** What stands at an address, all read at the same instant. */
export interface Found extends Partial<Generations> {
  readonly entry?: Entry | undefined;
}

/** Port: where answers and generations are kept. It never fails and never waits long: it may only know nothing. */
export abstract class CacheStore {
  /** What stands there, in one round trip; null while the store is away or must not be trusted. */
  abstract read(address: Address): Awaitable<Found | null>;

  /** Keeps a value, if it can. */
  abstract write(key: string, value: Entry | string, ttlMs: number): Awaitable<void>;

  /**
   * Puts new tokens in the place of these generations: this process trusts nothing older from now on.
   *
   * @returns whether the other processes know, too. A store that is away is told when it is back: of these or, should
   *   there be too many, of `all`
   */
  abstract renew(generations: readonly string[], all: string): Awaitable<boolean>;
}
