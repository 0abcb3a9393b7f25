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

export class TopUpTooLarge extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'wallet.top_up_too_large';

  constructor(limit: number) {
    super(`One top-up adds at most ${limit}.`, { limit });
  }
}
