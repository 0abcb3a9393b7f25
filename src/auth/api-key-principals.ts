import { Injectable } from '@nestjs/common';
import type { Principal } from '../platform/security/principal';
import type { ApiKey } from './api-key.entity';
import { ApiKeysRepository } from './api-keys.repository';
import { tokenHash } from './session-token';
import { Turnstile } from './turnstile';
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
  /** So that a flood of made-up keys cannot take the connections that players need. */
  private readonly turnstile = new Turnstile({ atOnce: 2, waiting: 500 });

  constructor(private readonly repository: ApiKeysRepository) {}

  authenticate(key: string): Principal | null | Promise<Principal | null> {
    if (!FORM.test(key)) return null;
    return this.memory.verified.find(key) ?? this.lookUp(key);
  }

  /** Every key is looked up again; whoever is looking one up does not put it back. */
  forgetAll(): void {
    this.memory = newMemory();
  }

  /** Those who bring the same key at the same time share one look-up. */
  private lookUp(key: string): Promise<Principal | null> {
    const { verified, underWay } = this.memory;
    let found = underWay.get(key);
    if (found === undefined) {
      found = this.turnstile.pass(() => this.find(key, verified)).finally(() => underWay.delete(key));
      underWay.set(key, found);
    }
    return found;
  }

  private async find(key: string, verified: VerifiedTokens): Promise<Principal | null> {
    const found = await this.repository.findLive(tokenHash(key));
    if (found === null) return null;
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

function newMemory() {
  return { verified: new VerifiedTokens(), underWay: new Map<string, Promise<Principal | null>>() };
}
