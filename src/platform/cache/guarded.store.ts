import { randomUUID } from 'node:crypto';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Keyv } from 'keyv';
import { type Address, CacheStore, type Entry, type Found } from './cache.store';
import { within } from './deadline';

const FAILURES_UNTIL_AWAY = 3;
const MAX_OWED = 10_000;
const PROBE = 'probe';

/** Generations outlive entries by far; one that expires only makes its entries misses. */
const GENERATION_TTL_MS = 48 * 3_600_000;

export interface GuardTiming {
  /** The longest that one call may take. */
  callMs: number;
  /** Waits until a store that refused us is tried again. */
  pause(): Promise<void>;
}

const TIMING: GuardTiming = {
  callMs: 50,
  pause: () => new Promise((resolve) => setTimeout(resolve, 1_000).unref()),
};

/**
 * A store shared by processes that may die, freeze or refuse. Each call is short; after some failures the store counts
 * as away and is left alone but for one probe. Generations that it could not be told of are owed: until they are paid
 * nothing it says is trusted, since it would bring back answers from before a purchase.
 */
export class GuardedStore extends CacheStore implements OnApplicationShutdown {
  private readonly logger = new Logger(GuardedStore.name);
  private failures = 0;
  private away = false;
  private closed = false;
  private owed = new Set<string>();

  constructor(
    private readonly keyv: Keyv,
    private readonly timing: GuardTiming = TIMING,
  ) {
    super();
  }

  async read({ key, own, all }: Address): Promise<Found | null> {
    const values = await this.attempt(() => this.keyv.getMany<Entry | string>([key, own, all]));
    if (values === null) return null;
    const [entry, ...generations] = values as [Entry | undefined, string | undefined, string | undefined];
    return { entry, own: generations[0], all: generations[1] };
  }

  async write(key: string, value: Entry | string, ttlMs: number): Promise<void> {
    await this.attempt(() => this.keyv.set(key, value, ttlMs));
  }

  async renew(generations: readonly string[], all: string): Promise<boolean> {
    if ((await this.attempt(() => this.replace(generations))) !== null) return true;
    this.owe(generations, all);
    this.leave();
    return false;
  }

  onApplicationShutdown(): void {
    this.closed = true;
  }

  private async attempt<T>(call: () => Promise<T>): Promise<T | null> {
    if (this.away) return null;
    try {
      const answer = await within(this.timing.callMs, call());
      this.failures = 0;
      return answer;
    } catch {
      if (++this.failures >= FAILURES_UNTIL_AWAY) this.leave();
      return null;
    }
  }

  private replace(generations: readonly string[]): Promise<unknown> {
    return Promise.all(generations.map((key) => this.keyv.set(key, randomUUID(), GENERATION_TTL_MS)));
  }

  private owe(generations: readonly string[], all: string): void {
    for (const generation of this.owed.size < MAX_OWED ? generations : [all]) this.owed.add(generation);
  }

  private leave(): void {
    if (this.away) return;
    this.away = true;
    this.logger.warn('The cache is away: everything is read from the database.');
    void this.comeBack();
  }

  /**
   * The probe is not raced: when a frozen store thaws it is answered, and the debt paid, at once, before other
   * processes have read much that is old. A refused one is repeated after a pause.
   */
  private async comeBack(): Promise<void> {
    while (!(await this.payAndTrust())) {
      await this.timing.pause();
      if (this.closed) return;
    }
    this.logger.log('The cache is back.');
  }

  /**
   * Tells the store everything, also what comes to be owed meanwhile, and trusts it in the very instant in which
   * nothing is owed: a moment later there may be a new debt.
   */
  private async payAndTrust(): Promise<boolean> {
    do {
      const owed = this.owed;
      this.owed = new Set();
      try {
        await this.replace([PROBE, ...owed]);
      } catch {
        this.owed = new Set([...owed, ...this.owed]);
        return false;
      }
    } while (this.owed.size > 0);
    this.failures = 0;
    this.away = false;
    return true;
  }
}
