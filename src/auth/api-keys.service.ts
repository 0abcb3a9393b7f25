import { Injectable } from '@nestjs/common';
import { AuditService } from '../platform/audit/audit.service';
import { newId } from '../platform/database/new-id';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import type { Scope } from '../platform/security/principal';
import { ApiKey } from './api-key.entity';
import { ApiKeyPrincipals } from './api-key-principals';
import { ApiKeyExpiresInPast, ApiKeyNotFound } from './api-keys.errors';
import { ApiKeysRepository } from './api-keys.repository';
import { newToken } from './session-token';
import { StaffAuthority } from './staff-authority.service';

/** `fl_` and six characters: to be known again, and nothing to go on. */
const SHOWN_CHARACTERS = 9;

export interface ApiKeyDraft {
  name: string;
  scopes: readonly Scope[];
  /** ISO 8601; without it the key holds until it is revoked. */
  expiresAt?: string;
}

/** A key with its text, which nobody can tell again. */
export interface IssuedApiKey {
  apiKey: ApiKey;
  text: string;
}

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ApiKeysRepository,
    private readonly principals: ApiKeyPrincipals,
    private readonly authority: StaffAuthority,
    private readonly audit: AuditService,
  ) {}

  /** @throws ApiKeyExpiresInPast, Forbidden, AccountBlocked */
  async issue(actor: Actor, { name, scopes, expiresAt }: ApiKeyDraft): Promise<IssuedApiKey> {
    const end = expiresAt === undefined ? null : new Date(expiresAt);
    if (end !== null && end.getTime() <= Date.now()) throw new ApiKeyExpiresInPast();
    const { text, hash } = newToken('fl_');
    const apiKey = Object.assign(new ApiKey(), {
      id: newId(),
      name,
      prefix: text.slice(0, SHOWN_CHARACTERS),
      keyHash: hash,
      scopes: [...scopes],
      expiresAt: end,
      createdBy: actor.id,
      lastUsedAt: null,
      revokedAt: null,
    });
    await this.unitOfWork.run(async (tx) => {
      await this.authority.hold(tx, actor, ['admin']);
      await this.repository.insert(tx, apiKey);
      const after = { name, scopes, expiresAt: end };
      await this.audit.record(tx, { actor, action: 'api_key.created', target: `api_key:${apiKey.id}`, after });
    });
    return { apiKey, text };
  }

  /** Newest first, revoked ones too; `before` is the id of the last of the page before. */
  list(limit: number, before?: string): Promise<ApiKey[]> {
    return this.repository.findPage(limit, before);
  }

  /**
   * May be repeated. This process refuses the key from now on, the others within seconds.
   *
   * @throws ApiKeyNotFound, Forbidden, AccountBlocked
   */
  async revoke(actor: Actor, id: string): Promise<void> {
    if ((await this.repository.findById(id)) === null) throw new ApiKeyNotFound();
    await this.unitOfWork.run(async (tx) => {
      await this.authority.hold(tx, actor, ['admin']);
      if (!(await this.repository.revoke(tx, id))) return;
      await this.audit.record(tx, { actor, action: 'api_key.revoked', target: `api_key:${id}` });
      tx.afterCommit(() => this.principals.forgetAll());
    });
  }
}
