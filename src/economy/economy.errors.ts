import { DomainError } from '../platform/errors/domain-error';
import { Unavailable } from '../platform/errors/platform.errors';

export class EconomyBusy extends Unavailable {
  override readonly code: string = 'economy.busy';

  constructor() {
    super('Too many commands are waiting. Try again shortly.');
  }
}

/** Something outside the engine holds the player's account for too long. */
export class AccountBusy extends Unavailable {
  override readonly code: string = 'economy.account_busy';

  constructor() {
    super('Another operation on this account takes long. Try again shortly.');
  }
}

export class AccountBlocked extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'account.blocked';

  constructor() {
    super('This account is blocked.');
  }
}

export class AmountTooLarge extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'economy.amount_too_large';

  constructor() {
    super('The amount is beyond what can be counted exactly (2^53-1).');
  }
}

export class SingleItemOnly extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'product.single_only';

  constructor(productId: string) {
    super('A permanent product is bought one at a time.', { productId });
  }
}
