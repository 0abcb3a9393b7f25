import { DomainError } from '../platform/errors/domain-error';
import type { Reason } from './offer';

export class CartLineNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'cart.line_not_found';

  constructor() {
    super('There is no such line in your cart.');
  }
}

export class CartFull extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'cart.full';

  constructor(limit: number) {
    super(`A cart holds at most ${limit} different goods.`, { limit });
  }
}

export class CartQuantityTooLarge extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'cart.quantity_too_large';

  constructor(limit: number) {
    super(`A cart holds at most ${limit} of one good.`, { limit });
  }
}

/** It has no price in real money, so it never was for a cart. */
export class NotForMoney extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'cart.not_for_money';

  constructor(productId: string) {
    super('This product has no price in real money.', { productId });
  }
}

/** There is nothing to order, or another checkout was faster: then `orderId` is what it made. */
export class CartEmpty extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'checkout.cart_empty';

  constructor(orderId: string | null) {
    super(orderId === null ? 'Your cart is empty.' : 'Your cart was ordered already.', { orderId });
  }
}

export class LinesUnavailable extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'checkout.lines_unavailable';

  constructor(lines: readonly { lineId: string; reason: Reason | 'no_price' }[]) {
    super('Some of your cart cannot be bought now.', { lines });
  }
}

export interface PriceDifference {
  lineId: string;
  quantity: number;
  /** What one cost when the player was last told; null: it had no price in this currency. */
  before: number | null;
  now: number;
  /** Of the whole line. */
  difference: number;
}

export class CheckoutPriceChanged extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'checkout.price_changed';

  constructor(total: number, currency: string, expectedTotal: number | null, lines: readonly PriceDifference[]) {
    super(`Prices have changed: the cart costs ${total} ${currency} now.`, { total, currency, expectedTotal, lines });
  }
}

export class TotalTooLarge extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'checkout.total_too_large';

  constructor() {
    super('The sum is beyond what can be counted exactly (2^53-1).');
  }
}

/** What they order is kept for them until it is paid or its time passes, so it has a bound. */
export class TooManyUnpaid extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'checkout.too_many_unpaid';

  constructor(limit: number) {
    super(`${limit} orders of yours wait to be paid. Pay or cancel one first.`, { limit });
  }
}

/** Somebody goes on changing the cart. */
export class CartChanging extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'checkout.cart_changing';

  constructor() {
    super('The cart changed meanwhile. Look at it and try again.');
  }
}

export class ReturnUrlNotAllowed extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'checkout.return_url_not_allowed';

  constructor() {
    super('Players are not sent back to this address from here.');
  }
}
