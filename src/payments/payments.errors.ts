import { DomainError } from '../platform/errors/domain-error';

export class PaymentNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'payment.not_found';

  constructor() {
    super('There is no such payment.');
  }
}

/** There is no such provider, or it is not set up here. */
export class ProviderNotOffered extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'payment.provider_not_offered';

  constructor(provider: string, offered: readonly string[]) {
    super(`${provider} is not offered here.`, { offered });
  }
}

export class CurrencyNotOffered extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'payment.currency_not_offered';

  constructor(provider: string, currency: string) {
    super(`${provider} takes no ${currency}.`, { provider, currency });
  }
}

export class ProviderUnavailable extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'payment.provider_unavailable';

  constructor(provider: string) {
    super(`${provider} does not answer. Repeat the request with the same Idempotency-Key shortly.`, { provider });
  }
}

export class PurchasesBlocked extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'payment.purchases_blocked';

  constructor() {
    super('You cannot buy with money at present. Ask support.');
  }
}

/** The same thing of the provider's was told of another order before. */
export class NotificationContradicted extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment.notification_contradicted';

  constructor() {
    super('This was told of another order before.');
  }
}

export class RefundTooLarge extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'payment.refund_too_large';

  constructor(kept: number, currency: string) {
    super(`Of this order ${kept} (smallest units of ${currency}) is left to go back.`, { kept, currency });
  }
}

/** The provider takes refunds only where its own people enter them; it tells us afterwards. */
export class RefundNotOffered extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment.refund_not_offered';

  constructor(provider: string) {
    super(
      `${provider} takes no refunds from here: enter it in its cabinet, and it will tell us. Only what it will not tell ` +
        'of, such as a bank transfer, is written down as done elsewhere.',
      { provider },
    );
  }
}

export class NothingToGive extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment.nothing_to_give';

  constructor(orderStatus: string) {
    super(`Nothing is left to give for this order: it is ${orderStatus}.`, { orderStatus });
  }
}

export class OrderNotCancellable extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment.order_not_cancellable';

  constructor(orderStatus: string) {
    super(`Only an order that is not paid can be cancelled: this one is ${orderStatus}.`, { orderStatus });
  }
}

/** A payer is on the way through the provider's pages. */
export class OrderBeingPaid extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment.order_being_paid';

  constructor(provider: string) {
    super(`This order is being paid. Cancel the payment at ${provider} first, or wait.`, { provider });
  }
}

export class NotificationUnproven extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'payment.notification_unproven';

  constructor() {
    super('This cannot be believed: the signature does not match, or it cannot be read.');
  }
}
