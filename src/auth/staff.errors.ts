import { DomainError } from '../platform/errors/domain-error';

export class StaffToOneself extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'staff.to_oneself';

  constructor() {
    super('Nobody blocks themselves or changes their own role.');
  }
}

/** The secret of a device, or the word of another issuer, is not enough to work for the studio. */
export class StaffPasswordNeeded extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'staff.password_needed';

  constructor() {
    super('Staff log in with a password, and this user has none.');
  }
}
