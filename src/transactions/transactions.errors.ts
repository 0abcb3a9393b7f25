import { DomainError } from '../platform/errors/domain-error';
import { SubjectNotFound } from '../platform/security/security.errors';

/** Whoever has no account is nobody. */
export class AccountNotFound extends SubjectNotFound {}

/** Blocked by staff, or erased: nobody acts for it, and nothing moves. */
export class AccountBlocked extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'account.blocked';

  constructor() {
    super('This account is blocked.');
  }
}
