/** What somebody orders for real money. */
export interface OrderedLine {
  sku: string;
  quantity: number;
}

export type OrderCurrency = 'USD' | 'UZS';

/** What a player tells the game's log: minutes after the deed, and what it was. */
export interface PlayedEvent {
  afterMs: number;
  type: string;
  meta: Readonly<Record<string, string | number>>;
}

interface What {
  /** Comes into being, brought by the click of that moment, if by one. */
  arrive: { clickMs: number | null };
  play: { events: readonly PlayedEvent[] };
  /** The reward of the day. */
  collect: object;
  topUp: { amount: number };
  buy: { sku: string; quantity: number };
  use: { sku: string; quantity: number };
  order: { lines: readonly OrderedLine[]; currency: OrderCurrency; isPaid: boolean };
  /** Of the order of that moment. */
  refund: { orderedMs: number };
  chargeback: { orderedMs: number };
  /** From staff, in coins. */
  gift: { amount: number; by: StaffRole; reason: string; ticket: string };
}

export type StaffRole = 'support' | 'finance';

export type DeedKind = keyof What;

/** Something that a player does or that befalls them, at a moment that nothing else of theirs has. */
export type DeedOf<Kind extends DeedKind> = { kind: Kind; atMs: number } & What[Kind];
export type Deed = { [Kind in DeedKind]: DeedOf<Kind> }[DeedKind];

/** A player and all of their deeds, in order of time. */
export interface Life {
  username: string;
  /** When their account was made: nobody else's of that name was made at that moment. */
  arrivedMs: number;
  /** Null: nobody paid for their coming. */
  campaign: string | null;
  deeds: readonly Deed[];
}
