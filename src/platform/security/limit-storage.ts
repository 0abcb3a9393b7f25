import type { ThrottlerStorage } from '@nestjs/throttler';

/** What throttler asks of a storage to answer. */
export type Hit = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** Where calls are counted: throttler's contract, the way back for calls that turned out not to count, and what calls bring. */
export interface LimitStorage extends ThrottlerStorage {
  /** Gives one call back while its window still stands. */
  refund(key: string, rule: string): void;

  /** Counts several at once; where they are more than are left, none of them. */
  take(key: string, amount: number, ttl: number, limit: number, rule: string): Promise<Hit>;

  /**
   * Counts names that the window has not seen; where they are more than are left, none of them. Names that it has seen
   * are never too many.
   */
  takeNames(key: string, names: readonly string[], ttl: number, limit: number, rule: string): Promise<Hit>;
}

/** Of names: those that are new can be too many, those that are known cannot. */
export function hitOfNames(fresh: number, totalHits: number, limit: number, remainingMs: number): Hit {
  return hitOf(fresh === 0 ? Math.min(totalHits, limit) : totalHits, limit, remainingMs);
}

/** Whole seconds, rounded up: who waits as long as we say must not be refused again. */
export function hitOf(totalHits: number, limit: number, remainingMs: number): Hit {
  const timeToExpire = Math.max(1, Math.ceil(remainingMs / 1_000));
  const isBlocked = totalHits > limit;
  return { totalHits, timeToExpire, isBlocked, timeToBlockExpire: isBlocked ? timeToExpire : 0 };
}
