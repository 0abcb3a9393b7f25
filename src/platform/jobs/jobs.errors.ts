import { DomainError } from '../errors/domain-error';

export class QueueNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'queue.not_found';

  constructor() {
    super('There is no such queue.');
  }
}

/** Somebody else retried or dismissed it, or it is so old that it was forgotten. */
export class FailedJobNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'queue.job_not_found';

  constructor() {
    super('There is no such failed job in this queue, or not any more.');
  }
}
