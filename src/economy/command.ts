import type { Common } from './common-command';
import type { Fulfil, Release, Reserve, Reverse } from './order-command';

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
  currency?: undefined;
}

/** Credits `amount` from outside the economy. */
export interface AddFunds extends Common {
  kind: 'add_funds';
  currency: string;
  amount: number;
  productId?: undefined;
}

/** Pays a player for something: as the reward rule of this reason says, or what a service names. */
export interface Earn extends Common {
  kind: 'earn';
  reason: string;
  /** Absent: what the rule says. */
  amount?: number;
  /** Present: a service pays in this currency, whatever the rules say. */
  currency?: string;
  productId?: undefined;
}

/** Exactly one of a currency's `amount` and a product's `quantity`. */
export type Asset =
  | { currency: string; amount: number; productId?: undefined; quantity?: undefined }
  | { productId: string; quantity: number; currency?: undefined; amount?: undefined };

interface ByStaff extends Common {
  /** Null: a service gives or takes, nobody asked for it with a reason and a ticket. */
  grantId: string | null;
  /** The second person, where one was needed. */
  approverId: string | null;
}

/** Staff, or a service, give something. */
export type Grant = ByStaff & { kind: 'grant' } & Asset;

/** Staff, or a service, take something back. */
export type Revoke = ByStaff & { kind: 'revoke' } & Asset;

/** A command that makes one transaction. */
export type SingleCommand = Purchase | Use | AddFunds | Earn | Grant | Revoke | Fulfil | Reverse;

/** A command that moves no holding, and so makes no transaction. */
export type SupplyCommand = Reserve | Release;

/** Several commands for one player: all of them, or none. */
export interface Batch extends Common {
  kind: 'batch';
  commands: readonly SingleCommand[];
}

/** Everything that changes what a player holds. */
export type Command = SingleCommand | SupplyCommand | Batch;

/** A command with the ids its transactions will have, however often it must be tried. */
export interface IssuedCommand {
  command: Command;
  transactionIds: readonly string[];
  /** The moment that it was told; absent: what the clock says once the accounts are locked. */
  atMs?: number;
}

/** Whether a command is only about stock and limits. */
export function isSupplyCommand(command: Command): command is SupplyCommand {
  return command.kind === 'reserve' || command.kind === 'release';
}

/** The commands that make transactions: a batch is those in it. */
export function singleCommands(command: Command): readonly SingleCommand[] {
  if (command.kind === 'batch') return command.commands;
  return isSupplyCommand(command) ? [] : [command];
}
