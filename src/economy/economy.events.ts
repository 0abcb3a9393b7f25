/** A purchase with coins was committed. `amount` is the whole sum in smallest units of `currency`. */
export class ProductPurchased {
  static readonly type = 'product.purchased';

  constructor(
    readonly transactionId: string,
    readonly userId: string,
    readonly productId: string,
    readonly quantity: number,
    readonly currency: string,
    readonly amount: number,
    /** ISO 8601, the time of the transaction. */
    readonly at: string,
  ) {}
}

export class ItemUsed {
  static readonly type = 'item.used';

  constructor(
    readonly transactionId: string,
    readonly userId: string,
    readonly productId: string,
    readonly quantity: number,
    readonly at: string,
  ) {}
}

export class FundsAdded {
  static readonly type = 'funds.added';

  constructor(
    readonly transactionId: string,
    readonly userId: string,
    readonly currency: string,
    readonly amount: number,
    readonly at: string,
  ) {}
}
