import type { DomainError } from '../../platform/errors/domain-error';
import type { AccountStatus } from '../../transactions/account.entity';
import type { LedgerRow, TransactionRow } from '../../transactions/transactions.repository';
import type { SingleCommand } from '../command';
import type { PlayerHoldings } from '../player-holdings';
import type { Entry } from './entry';

/** The rulebook's answer: the postings to make, or why there are none. */
export type Ruling = readonly Entry[] | DomainError;

/** What a transaction is about; known even when it is refused. */
export type Subject = Pick<
  TransactionRow,
  'productId' | 'quantity' | 'currency' | 'amount' | 'reason' | 'source' | 'approverId'
>;

/** To be spread, and overridden with what a command is about. */
export const ABOUT_NOTHING: Subject = {
  productId: null,
  quantity: null,
  currency: null,
  amount: null,
  reason: null,
  source: null,
  approverId: null,
};

/** All there is to know about one kind of command. Every function is pure; `atMs` is the time of the transaction. */
export interface Rulebook<C extends SingleCommand> {
  /** The states of an account, besides active, that are no obstacle. */
  evenWhen?: readonly AccountStatus[];
  /** Why the command concerns nothing we know, so that not even a failed transaction is kept. */
  unknown(player: PlayerHoldings, command: C): DomainError | null;
  subject(player: PlayerHoldings, command: C): Subject;
  rule(player: PlayerHoldings, command: C, atMs: number): Ruling;
  /** What else is to be remembered; called before the postings are made. */
  remember?(player: PlayerHoldings, command: C, atMs: number): void;
  /** What the caller is told, once the postings are made. */
  answer(player: PlayerHoldings, transaction: TransactionRow): object;
  /** What others are told, once the postings are made. */
  event(transaction: TransactionRow, command: C, player: PlayerHoldings, posted: readonly LedgerRow[]): object;
}
