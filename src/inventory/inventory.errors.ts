import { DomainError } from '../platform/errors/domain-error';

export class AlreadyOwned extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'inventory.already_owned';

  constructor(productId: string) {
    super('This permanent product is owned already; one is all there is to own.', { productId });
  }
}

export class NotEnoughItems extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'inventory.not_enough';

  constructor(productId: string, required: number, held: number) {
    super(`This needs ${required} and the inventory holds ${held}.`, { productId, required, held });
  }
}
