import type { Principal } from '../platform/security/principal';

interface Verified {
  principal: Principal;
  expiresAt: number;
}

/**
 * Remembers tokens whose signature was checked, until they expire, since checking costs more than the rest of a cached
 * read. Bounded in two generations: when the young one is full it becomes the old one, and whoever is still seen moves
 * back to the young; the others go with the next change.
 */
export class VerifiedTokens {
  private young = new Map<string, Verified>();
  private old = new Map<string, Verified>();

  constructor(
    private readonly generationSize = 20_000,
    private readonly now: () => number = Date.now,
  ) {}

  find(token: string): Principal | undefined {
    let verified = this.young.get(token);
    if (verified === undefined) {
      verified = this.old.get(token);
      if (verified === undefined) return undefined;
      this.keep(token, verified);
    }
    return verified.expiresAt > this.now() ? verified.principal : undefined;
  }

  /** Whether it was good once, as far as is remembered. */
  knew(token: string): boolean {
    return this.young.has(token) || this.old.has(token);
  }

  /** `expiresAt` in milliseconds since the epoch. */
  remember(token: string, principal: Principal, expiresAt: number): void {
    this.keep(token, { principal, expiresAt });
  }

  private keep(token: string, verified: Verified): void {
    if (this.young.size >= this.generationSize) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(token, verified);
  }
}
