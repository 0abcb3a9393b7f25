import type { FiscalReceipt, PaymeBill } from './payme-params';
import { type PaymeError, paymeError } from './payme.errors';
import type { PaymeTransaction } from './payme-transaction.entity';

/** How long a transaction may wait, from its making at Payme. Exactly that long is too long. */
export const WAIT_MS = 43_200_000;
export const TIMED_OUT = 4;
/** How far Payme's clock may be ahead of ours: what it made later than that could not time out when it should. */
const SKEW_MS = 300_000;

/** A transaction by its values. */
export type TransactionFacts = Pick<PaymeTransaction, keyof PaymeTransaction>;

/** What became of a transaction that somebody asked something of. A refusal may change it as well. */
export interface Step {
  transaction: TransactionFacts;
  isChanged: boolean;
  refusal: PaymeError | null;
}

export function isTooLate(time: number, now: number): boolean {
  return now - time >= WAIT_MS;
}

export function isTooEarly(time: number, now: number): boolean {
  return time - now > SKEW_MS;
}

/** The transaction as time has left it. */
export function overtaken(transaction: TransactionFacts, now: number): Step {
  if (transaction.state !== 1 || !isTooLate(transaction.time, now)) return kept(transaction);
  return changed({ ...transaction, state: -1, reason: TIMED_OUT, cancelTime: now });
}

/** Asked for once more: the answer is the first one, unless it is another thing that is asked. */
export function createAgain(transaction: TransactionFacts, bill: PaymeBill, now: number): Step {
  const step = overtaken(transaction, now);
  if (bill.orderId !== transaction.orderId || step.transaction.state !== 1) return refused(step, 'impossible');
  if (bill.amount !== transaction.amount) return refused(step, 'wrong_amount');
  return step;
}

/** @param isPayable whether the order still waits for money */
export function perform(transaction: TransactionFacts, isPayable: boolean, now: number): Step {
  const step = overtaken(transaction, now);
  if (step.transaction.state === 2) return step;
  if (step.transaction.state !== 1 || !isPayable) return refused(step, 'impossible');
  return changed({ ...transaction, state: 2, performTime: now });
}

export function cancel(transaction: TransactionFacts, reason: number, allowsRefunds: boolean, now: number): Step {
  const step = overtaken(transaction, now);
  const { state } = step.transaction;
  if (state < 0) return step;
  if (state === 2 && !allowsRefunds) return refused(step, 'irreversible');
  return changed({ ...transaction, state: state === 2 ? -2 : -1, reason, cancelTime: now });
}

export function withReceipt(transaction: TransactionFacts, { type, data }: FiscalReceipt): TransactionFacts {
  return { ...transaction, fiscal: { ...transaction.fiscal, [type]: data } };
}

/** What Payme is told of it. Times that have not come are 0. */
export function stateOf({ ownId, createTime, performTime, cancelTime, state, reason }: TransactionFacts) {
  return {
    create_time: createTime,
    perform_time: performTime ?? 0,
    cancel_time: cancelTime ?? 0,
    transaction: ownId,
    state,
    reason,
  };
}

/** A line of the statement. All the money goes to the cashbox that calls: there are no other receivers. */
export function statementLine(transaction: TransactionFacts) {
  const { id, time, amount, account } = transaction;
  return { id, time, amount, account, ...stateOf(transaction), receivers: null };
}

function kept(transaction: TransactionFacts): Step {
  return { transaction, isChanged: false, refusal: null };
}

function changed(transaction: TransactionFacts): Step {
  return { transaction, isChanged: true, refusal: null };
}

function refused(step: Step, name: 'impossible' | 'wrong_amount' | 'irreversible'): Step {
  return { ...step, refusal: paymeError(name) };
}
