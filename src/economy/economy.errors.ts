import { DomainError, type ErrorDetails } from '../platform/errors/domain-error';
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

/** Nothing is paid for this reason. */
export class RewardNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'reward.not_found';

  constructor() {
    super('Nothing is paid for this reason.');
  }
}

export class RewardAmountNotAllowed extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'reward.amount_not_allowed';

  constructor(allowed: number) {
    super(`This reason pays ${allowed} at most, and where it is fixed no other amount.`, { allowed });
  }
}

export class RewardCapReached extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'reward.cap_reached';

  constructor(cap: 'daily' | 'lifetime') {
    super(cap === 'daily' ? 'No more is paid for this today (UTC).' : 'No more is paid for this.', { cap });
  }
}

export class RewardCoolingDown extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'reward.cooling_down';

  constructor(readyAt: string) {
    super(`This is paid again from ${readyAt} on.`, { readyAt });
  }
}

export class RewardReasonInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'reward.reason_invalid';

  constructor() {
    super('What a service names is a lower-case letter and up to 63 of a-z, 0-9, _ . - after it: no free text.');
  }
}

export class RewardTooLarge extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'reward.amount_too_large';

  constructor(limit: number) {
    super(`A service pays at most ${limit} at once.`, { limit });
  }
}

/** Currency packs turn into coins when they are bought: nobody owns one. */
export class ProductNotOwnable extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'product.not_ownable';

  constructor(productId: string) {
    super('This kind of product cannot be owned.', { productId });
  }
}

/** One command of a batch was refused, so none was carried out. */
export class CommandRefused extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'batch.command_refused';

  constructor(index: number, cause: string, message: string, details?: ErrorDetails) {
    super(`Command ${index}: ${message} None was carried out.`, { ...details, index, cause });
  }
}

/** All there is of the product was sold, or is kept for orders that are not paid yet. */
export class OutOfStock extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'product.out_of_stock';

  constructor(productId: string, left: number) {
    super(`Only ${left} of it are left.`, { productId, left });
  }
}

/** One player may take only so many of the product. */
export class PurchaseLimitReached extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'product.limit_reached';

  constructor(productId: string, period: string, left: number) {
    super(`A player may take ${left} more of it (${period}).`, { productId, period, left });
  }
}

/** What the order holds was given already. */
export class AlreadyFulfilled extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'order.already_fulfilled';

  constructor(orderId: string) {
    super('What this order holds was given already.', { orderId });
  }
}

/** Nothing was given for this line. */
export class NotFulfilled extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'order.not_fulfilled';

  constructor(orderId: string) {
    super('Nothing was given for this order.', { orderId });
  }
}
