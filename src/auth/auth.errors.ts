import { DomainError } from '../platform/errors/domain-error';

/** Says neither whether the user exists nor which part was wrong. */
export class InvalidCredentials extends DomainError {
  readonly kind = 'unauthorized';
  readonly code = 'auth.invalid_credentials';

  constructor() {
    super('There is no such user, or the password is wrong.');
  }
}
