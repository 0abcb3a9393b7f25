import { Inject, Injectable } from '@nestjs/common';
import { ThrottlerStorage } from '@nestjs/throttler';
import { Config } from '../config/config';
import type { Hit, LimitStorage } from './limit-storage';
import { MemoryLimitStorage } from './limit-storage.memory';
import { RateLimitExceeded } from './security.errors';

export interface Quota {
  /** Stands in the keys of the counters and in refusals. */
  readonly name: string;
  /** What is counted, in the words of a refusal. */
  readonly counted: string;
  readonly most: number;
  readonly windowSeconds: number;
}

/**
 * Counts what requests bring, where their number alone bounds nothing: for all processes together, and while Redis is
 * away in this one. `RATE_LIMIT_SCALE` multiplies these quotas too. What is refused is not counted.
 */
@Injectable()
export class Quotas {
  private readonly local = new MemoryLimitStorage();

  constructor(
    @Inject(ThrottlerStorage) private readonly storage: LimitStorage,
    private readonly config: Config,
  ) {}

  /** @throws RateLimitExceeded where they are more than are left */
  async take(quota: Quota, key: string, amount: number): Promise<void> {
    refuseExcess(quota, await this.count(quota, (storage, ...bounds) => storage.take(key, amount, ...bounds)));
  }

  /**
   * Counts each name once in its window.
   *
   * @throws RateLimitExceeded where the new ones are more than are left
   */
  async takeNames(quota: Quota, key: string, names: readonly string[]): Promise<void> {
    refuseExcess(quota, await this.countNames(quota, key, names));
  }

  /** Counts each name once in its window, if there is room for all of them; false where there is not. */
  async admitsNames(quota: Quota, key: string, names: readonly string[]): Promise<boolean> {
    return !(await this.countNames(quota, key, names)).isBlocked;
  }

  /** Whether its window has seen all of these names; counts nothing. */
  async knowsNames({ name, windowSeconds }: Quota, key: string, names: readonly string[]): Promise<boolean> {
    const ask = (storage: LimitStorage) => storage.takeNames(key, names, windowSeconds * 1_000, 0, name);
    return !(await ask(this.storage).catch(() => ask(this.local))).isBlocked;
  }

  private countNames(quota: Quota, key: string, names: readonly string[]): Promise<Hit> {
    return this.count(quota, (storage, ...bounds) => storage.takeNames(key, names, ...bounds));
  }

  private async count(
    { name, most, windowSeconds }: Quota,
    ask: (storage: LimitStorage, ttl: number, limit: number, rule: string) => Promise<Hit>,
  ): Promise<Hit> {
    const limit = Math.max(1, Math.round(most * this.config.rateLimitScale));
    const ttl = windowSeconds * 1_000;
    return ask(this.storage, ttl, limit, name).catch(() => ask(this.local, ttl, limit, name));
  }
}

function refuseExcess({ name, counted }: Quota, { isBlocked, timeToBlockExpire }: Hit): void {
  if (isBlocked) throw new RateLimitExceeded(name, timeToBlockExpire, counted);
}
