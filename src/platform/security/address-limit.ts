import { normalizeIp } from '@nestjs/throttler';
import { MemoryLimitStorage } from './limit-storage.memory';
import type { LimitRule } from './rate-limit.policies';
import { RateLimitExceeded } from './security.errors';

/** Counts, in this process, what an address tries before it is known who is asking. */
export class AddressLimit {
  private readonly storage = new MemoryLimitStorage();
  private readonly quota: number;
  private readonly windowMs: number;

  constructor(
    private readonly rule: LimitRule,
    scale: number,
  ) {
    this.quota = Math.max(1, Math.round(rule.quota * scale));
    this.windowMs = rule.windowSeconds * 1_000;
  }

  /**
   * Counts one try.
   *
   * @returns what gives it back, for tries that were right
   * @throws RateLimitExceeded
   */
  async take(ip: string): Promise<() => void> {
    const { name } = this.rule;
    const address = normalizeIp(ip);
    const hit = await this.storage.increment(address, this.windowMs, this.quota, this.windowMs, name);
    if (hit.isBlocked) throw new RateLimitExceeded(name, hit.timeToBlockExpire);
    return () => this.storage.refund(address, name);
  }
}
