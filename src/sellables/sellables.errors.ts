import { DomainError } from '../platform/errors/domain-error';
import { Unavailable } from '../platform/errors/platform.errors';

/** Whoever owns these goods is silent, or nobody told us where it is: nothing of it can be vouched for, or sold. */
export class SellableOwnerUnavailable extends Unavailable {
  override readonly code = 'sellable.owner_unavailable';

  constructor() {
    super('These goods are temporarily unavailable. Try again shortly.', 5);
  }
}

export class SellableNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'sellable.not_found';

  constructor(source: string, id: string) {
    super('Its owner does not offer this.', { source, id });
  }
}
