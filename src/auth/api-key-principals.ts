import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { AddressLimit } from '../platform/security/address-limit';
import type { Bearer, Principal } from '../platform/security/principal';
import { LIMIT_POLICIES } from '../platform/security/rate-limit.policies';
import type { ApiKey } from './api-key.entity';
import { ApiKeysRepository } from './api-keys.repository';
import { tokenHash } from './session-token';
import { Turnstile } from './turnstile';
import { UnknownKeys } from './unknown-keys';
import { VerifiedTokens } from './verified-tokens';

/** What another process revokes is refused here within this time; docs/operations.md names it. */
const TRUSTED_MS = 5_000;
const NOTED_MS = 60_000;
/** What has another form is no key, and is not looked for. */
const FORM = /^fl_[\w-]{43}$/;

/** Turns API keys into principals; a game server sends the same one with every request. */
@Injectable()
export class ApiKeyPrincipals {
  private memory = newMemory();
  /** So that a flood of made-up keys from everywhere cannot take the connections that players need. */
  private readonly turnstile = new Turnstile({ atOnce: 2, waiting: 500 });
  /** So that one from a single address does not even take the places of others here. */
  private readonly strangers: AddressLimit;

  constructor(
    private readonly repository: ApiKeysRepository,
    { rateLimitScale }: Config,
  ) {
    this.strangers = new AddressLimit(LIMIT_POLICIES.unknownKeys[0], rateLimitScale);
  }

  /** @throws RateLimitExceeded when too many keys that are none came from there */
  authenticate(key: string, bearer: Bearer): Principal | null | Promise<Principal | null> {
    if (!FORM.test(key)) return null;
    const { verified, unknown } = this.memory;
    return verified.find(key) ?? (unknown.has(key) ? null : this.lookUp(key, bearer));
  }

  /** Every key is looked up again; whoever is looking one up does not put it back. */
  forgetAll(): void {
    this.memory = newMemory();
  }

  /** Those who bring the same key at the same time share one look-up. */
  private lookUp(key: string, bearer: Bearer): Promise<Principal | null> {
    const { memory } = this;
    let found = memory.underWay.get(key);
    if (found === undefined) {
      found = this.admit(key, bearer, memory).finally(() => memory.underWay.delete(key));
      memory.underWay.set(key, found);
    }
    return found;
  }

  /** Whose key was good before need not fear what others do at the same address. */
  private async admit(key: string, { ip }: Bearer, memory: Memory): Promise<Principal | null> {
    if (memory.verified.knew(key)) return this.turnstile.pass(() => this.find(key, memory));
    const giveBack = await this.strangers.take(ip);
    const principal = await this.turnstile.pass(() => this.find(key, memory));
    if (principal !== null) giveBack();
    return principal;
  }

  private async find(key: string, { verified, unknown }: Memory): Promise<Principal | null> {
    const found = await this.repository.findLive(tokenHash(key));
    if (found === null) {
      unknown.add(key);
      return null;
    }
    const principal: Principal = { id: found.id, role: 'service', scopes: found.scopes };
    verified.remember(key, principal, Math.min(Date.now() + TRUSTED_MS, found.expiresAt?.getTime() ?? Infinity));
    this.noteUse(found);
    return principal;
  }

  private noteUse({ id, lastUsedAt }: ApiKey): void {
    if (lastUsedAt !== null && lastUsedAt.getTime() > Date.now() - NOTED_MS) return;
    // Nobody waits for it, and where it fails the next look-up tries again.
    this.repository.noteUse(id).catch(() => undefined);
  }
}

interface Memory {
  readonly verified: VerifiedTokens;
  readonly unknown: UnknownKeys;
  readonly underWay: Map<string, Promise<Principal | null>>;
}

function newMemory(): Memory {
  return { verified: new VerifiedTokens(), unknown: new UnknownKeys(), underWay: new Map() };
}
