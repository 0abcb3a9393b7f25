import type { IdempotentRequest } from '../platform/idempotency/idempotency-key';

interface Common {
  /** Whose holdings change. */
  userId: string;
  /** Who asks: the player, a member of staff or a service. */
  actorId: string;
  /** Present when the request carried an `Idempotency-Key`. */
  idempotency?: IdempotentRequest;
}

/** Buys `quantity` of a product with coins. */
export interface Purchase extends Common {
  kind: 'purchase';
  productId: string;
  quantity: number;
  currency: string;
  /** What the buyer was shown for the whole quantity; another price is refused. */
  expectedAmount?: number;
}

/** Uses up `quantity` of a consumable product. */
export interface Use extends Common {
  kind: 'use';
  productId: string;
  quantity: number;
}

/** Credits `amount` from outside the economy. */
export interface AddFunds extends Common {
  kind: 'add_funds';
  currency: string;
  amount: number;
}

/** Everything that changes what a player holds. */
export type Command = Purchase | Use | AddFunds;

/** A command with the id its transaction will have, however often it must be tried. */
export interface IssuedCommand {
  command: Command;
  transactionId: string;
}
