import type { Common } from './common-command';

/** So many of a product that has limited stock, or of which one player may take only so many. */
export interface SupplyLine {
  orderLineId: string;
  productId: string;
  quantity: number;
}

/** Keeps stock, and the player's own share of it, for an order that is not paid yet. Nothing is held by it. */
export interface Reserve extends Common {
  kind: 'reserve';
  orderId: string;
  lines: readonly SupplyLine[];
  /** When it is taken: limits count by calendar periods. ISO 8601. */
  at: string;
}

/** Gives back what was reserved for these lines, in what it was counted then; a second time there is nothing. */
export interface Release extends Common {
  kind: 'release';
  orderId: string;
  lines: readonly SupplyLine[];
}

export interface FulfilledLine extends SupplyLine {
  /** What a currency pack turns into, the whole line; null: the product itself is given. */
  coins: { currency: string; amount: number } | null;
}

/** Gives what a paid order holds: every line of it or none, whatever a wallet may hold at most. */
export interface Fulfil extends Common {
  kind: 'fulfil';
  orderId: string;
  /** False when the reservation has ended: stock and limits are asked again. */
  isReserved: boolean;
  lines: readonly FulfilledLine[];
  productId?: undefined;
  currency?: undefined;
}

export interface ReversedLine {
  orderLineId: string;
  productId: string;
  /** How much of what was given is to be taken back or owed in all: repetition and order change nothing. */
  reversed: number;
}

export type ReversalCause = 'refund' | 'chargeback' | 'dispute_won';

/** Takes back what was given for money that went back; what is no longer there is owed. */
export interface Reverse extends Common {
  kind: 'reverse';
  orderId: string;
  cause: ReversalCause;
  lines: readonly ReversedLine[];
  productId?: undefined;
  currency?: undefined;
}
