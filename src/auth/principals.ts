import { Injectable } from '@nestjs/common';
import { type Bearer, type Principal, PrincipalSource } from '../platform/security/principal';
import { AccountsService } from '../transactions/accounts.service';
import { UsersService } from '../users/users.service';
import { AccessTokens } from './access-tokens';
import { ApiKeyPrincipals } from './api-key-principals';
import { ExternalTokens } from './external-tokens';

/** Knows by its form what a bearer shows, and asks whoever can tell what it is worth. */
@Injectable()
export class Principals extends PrincipalSource {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly apiKeys: ApiKeyPrincipals,
    private readonly external: ExternalTokens,
    private readonly users: UsersService,
    private readonly accounts: AccountsService,
  ) {
    super();
  }

  authenticate(token: string, bearer: Bearer): Principal | null | Promise<Principal | null> {
    if (token.startsWith('fl_')) return this.apiKeys.authenticate(token, bearer);
    // Most are our own and were seen before: they cost no more than this.
    const known = this.accessTokens.recall(token);
    if (known !== undefined) return known;
    return this.external.claims(token) ? this.external.authenticate(token) : this.accessTokens.authenticate(token);
  }

  async isCurrent({ id, role }: Principal): Promise<boolean> {
    const [user, status] = await Promise.all([this.users.findById(id), this.accounts.statusOf(id)]);
    return user?.role === role && status === 'active';
  }
}
