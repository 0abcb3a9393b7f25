import { DomainError } from '../errors/domain-error';

/** Nobody in particular is asking, or their token is not valid, expired or not ours. */
export class Unauthorized extends DomainError {
  readonly kind = 'unauthorized';
  readonly code = 'auth.unauthorized';

  constructor() {
    super('A valid access token is needed: Authorization: Bearer <accessToken>.');
  }
}

export class Forbidden extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'auth.forbidden';

  constructor() {
    super('Your role does not allow this.');
  }
}

/** Also said of users who exist but are not the caller's business, so that ids cannot be probed. */
export class SubjectNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'user.not_found';

  constructor() {
    super('There is no such user.');
  }
}

export class RateLimitExceeded extends DomainError {
  readonly kind = 'rate_limited';
  readonly code = 'rate_limit.exceeded';

  constructor(
    policy: string,
    readonly retryAfterSeconds: number,
    counted = 'requests',
  ) {
    super(`Too many ${counted}. Try again in ${retryAfterSeconds} s.`, { policy });
  }
}
