import { DomainError } from '../platform/errors/domain-error';
import { SubjectNotFound } from '../platform/security/security.errors';

/** One answer for users who are missing and users who are somebody else's business. */
export class UserNotFound extends SubjectNotFound {}

export class UsernameTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'user.username_taken';

  constructor() {
    super('This username belongs to somebody else.');
  }
}

export class EmailTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'user.email_taken';

  constructor() {
    super('This email address belongs to another account.');
  }
}
