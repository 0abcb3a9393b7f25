/** What became of an order that somebody is to be told about. */
class OrderMove {
  constructor(
    readonly orderId: string,
    readonly userId: string,
    readonly total: number,
    readonly currency: string,
    /** ISO 8601. */
    readonly at: string,
  ) {}
}

export class OrderPlaced extends OrderMove {
  static readonly type = 'order.placed';
}

export class OrderPaid extends OrderMove {
  static readonly type = 'order.paid';
}

export class OrderCancelled extends OrderMove {
  static readonly type = 'order.cancelled';
}

export class OrderExpired extends OrderMove {
  static readonly type = 'order.expired';
}

/** All of the money went back. */
export class OrderRefunded extends OrderMove {
  static readonly type = 'order.refunded';
}

/** A part of the money went back. */
export class OrderPartiallyRefunded extends OrderMove {
  static readonly type = 'order.partially_refunded';
}

/** The player's bank took the money back. */
export class OrderChargedBack extends OrderMove {
  static readonly type = 'order.charged_back';
}
