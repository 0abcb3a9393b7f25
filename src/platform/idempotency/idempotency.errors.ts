import { DomainError } from '../errors/domain-error';

export class IdempotencyKeyMissing extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'idempotency.key_missing';

  constructor() {
    super('This request needs an Idempotency-Key header, so that repeating it is safe.');
  }
}

export class IdempotencyKeyInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'idempotency.key_invalid';

  constructor() {
    super('An Idempotency-Key is 1 to 255 visible ASCII characters, bare or in double quotes.');
  }
}

export class IdempotencyKeyReused extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'idempotency.key_reused';

  constructor() {
    super('This Idempotency-Key was used for another request. Nothing was changed.');
  }
}
