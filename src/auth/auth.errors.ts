import { DomainError } from '../platform/errors/domain-error';
import { InvalidRequest } from '../platform/errors/platform.errors';

/** Says neither whether the user exists nor which part was wrong. */
export class InvalidCredentials extends DomainError {
  readonly kind = 'unauthorized';
  readonly code = 'auth.invalid_credentials';

  constructor() {
    super('There is no such user, or the password is wrong.');
  }
}

export class RefreshTokenMissing extends InvalidRequest {
  constructor() {
    const fault = { detail: 'is missing, and there is no cookie', pointer: '/refreshToken' };
    super('A refresh token is needed, in the body or in the cookie.', [fault]);
  }
}

/** Unknown, expired, or of a session that has ended. */
export class RefreshTokenInvalid extends DomainError {
  readonly kind = 'unauthorized';
  readonly code = 'auth.refresh_token_invalid';

  constructor() {
    super('This refresh token does not hold, or no longer. Log in again.');
  }
}

/** Two have it, and one of them is a thief. */
export class RefreshTokenReused extends DomainError {
  readonly kind = 'unauthorized';
  readonly code = 'auth.refresh_token_reused';

  constructor() {
    super('This refresh token was used before, so its session was ended. Log in again.');
  }
}

export class CrossSiteRequest extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'auth.cross_site';

  constructor() {
    super('The session of a browser answers to its own site only.');
  }
}

/** Also said of sessions that are somebody else's. */
export class SessionNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'auth.session_not_found';

  constructor() {
    super('There is no such session.');
  }
}

/** Unknown, expired, used, or replaced by a newer one. */
export class ResetTokenInvalid extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'auth.reset_token_invalid';

  constructor() {
    super('This link was used, is too old, or was replaced by a newer one.');
  }
}

/** A password that everybody knows. */
export class PasswordIsName extends InvalidRequest {
  constructor() {
    const fault = { detail: 'must not be the username or the email', pointer: '/newPassword' };
    super('The new password must not be the username or the email.', [fault]);
  }
}

/** A full account, or one that another issuer vouches for. */
export class NotAGuest extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'auth.not_a_guest';

  constructor() {
    super('This account is no guest’s.');
  }
}
