import { DomainError } from '../platform/errors/domain-error';

export class OrderNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'order.not_found';

  constructor() {
    super('There is no such order.');
  }
}

/** Nothing that happens to an order leads from the one status to the other. */
export class OrderMoveNotAllowed extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'order.move_not_allowed';

  constructor(from: string, to: string) {
    super(`An order that is ${from} cannot become ${to}.`, { from, to });
  }
}
