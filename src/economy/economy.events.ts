/** A purchase with coins was committed. `amount` is the whole sum in smallest units of `currency`, `balance` what is left. */
export class ProductPurchased {
  static readonly type = 'product.purchased';
  readonly transactionId: string;
  readonly userId: string;
  readonly productId: string;
  readonly quantity: number;
  readonly currency: string;
  readonly amount: number;
  /** ISO 8601, the time of the transaction. */
  readonly at: string;
  readonly balance: number;

  constructor(facts: ProductPurchased) {
    Object.assign(this, facts);
  }
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
    readonly balance: number,
  ) {}
}

/** A player was paid, as a reward rule says or by a service. */
export class RewardEarned {
  static readonly type = 'reward.earned';

  constructor(
    readonly transactionId: string,
    readonly userId: string,
    readonly reason: string,
    readonly currency: string,
    readonly amount: number,
    readonly at: string,
    readonly balance: number,
  ) {}
}

/** What staff moved: `amount` of a currency or `quantity` of a product. */
class StaffMove {
  constructor(
    readonly transactionId: string,
    readonly userId: string,
    readonly currency: string | null,
    readonly amount: number | null,
    readonly productId: string | null,
    readonly quantity: number | null,
    readonly at: string,
  ) {}
}

export class GrantReceived extends StaffMove {
  static readonly type = 'grant.received';
}

export class GrantRevoked extends StaffMove {
  static readonly type = 'grant.revoked';
}

/** What a player got for a paid order: items, or the coins of packs. */
export class OrderFulfilled {
  static readonly type = 'order.fulfilled';

  constructor(
    readonly transactionId: string,
    readonly userId: string,
    readonly orderId: string,
    readonly lines: readonly { orderLineId: string; productId: string; quantity: number }[],
    readonly at: string,
  ) {}
}

/** What a line of an order has come to. Numbers are items, or of a pack of coins the smallest units of its currency. */
export interface ReversedOrderLine {
  orderLineId: string;
  productId: string;
  /** Taken back or owed, in all. */
  reversed: number;
  /** Of a pack. */
  currency: string | null;
  /** What came to the player by this; below zero: it was taken. */
  moved: number;
  /** What the player owes for the line now. */
  owed: number;
}

/** What an order gave was taken back, or is owed, up to `reversed` of each line; or it was given back. */
export class OrderReversed {
  static readonly type = 'order.reversed';

  constructor(
    readonly transactionId: string,
    readonly userId: string,
    readonly orderId: string,
    readonly cause: string,
    readonly lines: readonly ReversedOrderLine[],
    readonly at: string,
  ) {}
}

/** Whatever made ledger entries is one of these. */
export const ECONOMY_EVENTS = [
  ProductPurchased,
  ItemUsed,
  FundsAdded,
  RewardEarned,
  GrantReceived,
  GrantRevoked,
  OrderFulfilled,
  OrderReversed,
] as const;
