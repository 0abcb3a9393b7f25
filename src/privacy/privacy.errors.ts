import { DomainError } from '../platform/errors/domain-error';
import { InvalidRequest } from '../platform/errors/platform.errors';

/** Somebody must be left who can make another admin. */
export class LastAdmin extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'user.last_admin';

  constructor() {
    super('This is the last admin. Make another one first.');
  }
}

/** What an erasure must say, and does not. */
export class ErasureIncomplete extends InvalidRequest {
  constructor(field = 'password', detail = 'is missing') {
    super(`The request is not valid: ${field} ${detail}.`, [{ detail, pointer: `/${field}` }]);
  }
}
