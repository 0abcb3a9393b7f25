import { DomainError } from '../platform/errors/domain-error';
import { InvalidRequest } from '../platform/errors/platform.errors';

export class ApiKeyNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'api_key.not_found';

  constructor() {
    super('There is no such API key.');
  }
}

/** A key that never holds would only be looked for later. */
export class ApiKeyExpiresInPast extends InvalidRequest {
  constructor() {
    super('The request is not valid: expiresAt must be ahead.', [{ detail: 'must be ahead', pointer: '/expiresAt' }]);
  }
}
