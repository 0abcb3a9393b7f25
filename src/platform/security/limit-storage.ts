import type { ThrottlerStorage } from '@nestjs/throttler';

/** What throttler asks of a storage to answer. */
export type Hit = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** Where calls are counted: throttler's contract, and the way back for calls that turned out not to count. */
export interface LimitStorage extends ThrottlerStorage {
  /** Gives one call back while its window still stands. */
  refund(key: string, rule: string): void;
}

/** Whole seconds, rounded up: who waits as long as we say must not be refused again. */
export function hitOf(totalHits: number, limit: number, remainingMs: number): Hit {
  const timeToExpire = Math.max(1, Math.ceil(remainingMs / 1_000));
  const isBlocked = totalHits > limit;
  return { totalHits, timeToExpire, isBlocked, timeToBlockExpire: isBlocked ? timeToExpire : 0 };
}
