import { DomainError } from './domain-error';

/** The request could not be understood; `errors` lists each fault with a JSON pointer (RFC 9457). */
export class InvalidRequest extends DomainError {
  readonly kind = 'invalid';
  readonly code: string = 'request.invalid';

  constructor(message = 'The request is not valid.', errors: readonly { detail: string; pointer: string }[] = []) {
    super(message, errors.length > 0 ? { errors } : {});
  }
}

/** A part we need is away or overloaded; trying again after `retryAfterSeconds` is right and safe. */
export class Unavailable extends DomainError {
  readonly kind = 'unavailable';
  readonly code: string = 'service.unavailable';

  constructor(
    message = 'The service is busy or a part it needs is away. Try again shortly.',
    readonly retryAfterSeconds = 1,
  ) {
    super(message);
  }
}

/** The connection was lost before COMMIT was sent: nothing happened, and trying again at once is right. */
export class ConnectionLost extends Unavailable {}

/** The connection was lost while the transaction was being committed: it may or may not stand. */
export class OutcomeUnknown extends Unavailable {
  override readonly code: string = 'service.outcome_unknown';

  constructor() {
    super('The outcome is not known. Repeat the request with the same Idempotency-Key to learn it.');
  }
}
