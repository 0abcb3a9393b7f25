import type { DomainError } from '../../platform/errors/domain-error';
import type { TransactionRow } from '../../transactions/transactions.repository';
import type { Command } from '../command';
import type { PlayerHoldings } from '../player-holdings';
import type { Entry } from './entry';

/** The rulebook's answer: the postings to make, or why there are none. */
export type Ruling = readonly Entry[] | DomainError;

/** What a transaction is about; known even when it is refused. */
export interface Subject {
  productId: string | null;
  quantity: number | null;
  currency: string | null;
  amount: number | null;
  source: string | null;
}

/** All there is to know about one kind of command. Every function is pure. */
export interface Rulebook<C extends Command> {
  /** Why the command concerns nothing we know, so that not even a failed transaction is kept. */
  unknown(player: PlayerHoldings, command: C): DomainError | null;
  subject(player: PlayerHoldings, command: C): Subject;
  rule(player: PlayerHoldings, command: C): Ruling;
  /** What the caller is told, once the postings are made. */
  answer(player: PlayerHoldings, transaction: TransactionRow): object;
  event(transaction: TransactionRow): object;
}
