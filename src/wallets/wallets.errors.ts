import { DomainError } from '../platform/errors/domain-error';

export class InsufficientFunds extends DomainError {
  readonly kind = 'insufficient';
  readonly code = 'wallet.insufficient_funds';

  constructor(currency: string, required: number, balance: number) {
    super(`This costs ${required} ${currency} and the balance is ${balance} ${currency}.`, {
      currency,
      required,
      balance,
    });
  }
}

export class LimitExceeded extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'wallet.limit_exceeded';

  constructor(currency: string, limit: number) {
    super(`A wallet holds at most ${limit} ${currency}.`, { currency, limit });
  }
}

export class UnknownCurrency extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'wallet.unknown_currency';

  constructor(currency: string) {
    super(`There is no currency ${currency}.`, { currency });
  }
}

/** It was switched off: what is held stays, and can be taken back, but nothing comes in and nothing is sold for it. */
export class CurrencyInactive extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'wallet.currency_inactive';

  constructor(currency: string) {
    super(`The currency ${currency} is not in use.`, { currency });
  }
}

export class TopUpTooLarge extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'wallet.top_up_too_large';

  constructor(limit: number) {
    super(`One top-up adds at most ${limit}.`, { limit });
  }
}

export class CurrencyTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'wallet.currency_taken';

  constructor(currency: string) {
    super(`There is a currency ${currency} already.`, { currency });
  }
}

export class CurrencyNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'wallet.currency_not_found';

  constructor() {
    super('There is no such currency.');
  }
}
