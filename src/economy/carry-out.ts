import type { StaffAction } from '../platform/audit/audit.service';
import { DomainError } from '../platform/errors/domain-error';
import type { EventClass } from '../platform/outbox/outbox-event';
import { AccountBlocked } from '../transactions/transactions.errors';
import type { LedgerRow, TransactionRow } from '../transactions/transactions.repository';
import type { SingleCommand } from './command';
import type { PlayerHoldings } from './player-holdings';
import type { Rulebook } from './rules/rule';
import { rulebookOf } from './rules/rulebooks';

/** The rows that commands come to. */
export interface Rows {
  transactions: TransactionRow[];
  ledger: LedgerRow[];
  events: object[];
  /** What staff did for somebody else. */
  staffActions: StaffAction[];
}

/** What a command that was carried out answers, and the time of it. */
export interface Outcome {
  answer: object;
  at: string;
}

export function noRows(): Rows {
  return { transactions: [], ledger: [], events: [], staffActions: [] };
}

/**
 * Decides one command and moves the player's holdings on. A refusal leaves a failed transaction among the rows, unless
 * the command concerns nothing we know.
 *
 * @param now the clock, in milliseconds
 */
export function carryOut(
  player: PlayerHoldings,
  command: SingleCommand,
  transactionId: string,
  now: number,
  rows: Rows,
): Outcome | DomainError {
  const rulebook = rulebookOf(command);
  const unknown = rulebook.unknown(player, command);
  if (unknown !== null) return unknown;

  const atMs = player.timeAt(now);
  const at = new Date(atMs).toISOString();
  const ruling = mayMove(player, rulebook) ? rulebook.rule(player, command, atMs) : new AccountBlocked();
  const transaction = transactionOf(player, command, transactionId, at, ruling instanceof DomainError ? ruling : null);
  rows.transactions.push(transaction);
  if (ruling instanceof DomainError) return ruling;

  rulebook.remember?.(player, command, atMs);
  const entries = player.post([...ruling, ...player.repaymentsFrom(ruling)], transactionId, atMs, at);
  for (const entry of entries) rows.ledger.push(entry);
  const event = rulebook.event(transaction, command, player, entries);
  rows.events.push(event);
  if (command.staff !== undefined) rows.staffActions.push(staffAction(command, event, transaction, entries));
  return { answer: rulebook.answer(player, transaction), at };
}

/** From whoever is blocked things can still be taken back. */
function mayMove({ account: { status } }: PlayerHoldings, { evenWhen = [] }: Rulebook<SingleCommand>): boolean {
  return status === 'active' || evenWhen.includes(status);
}

function transactionOf(
  player: PlayerHoldings,
  command: SingleCommand,
  id: string,
  createdAt: string,
  refusal: DomainError | null,
): TransactionRow {
  return {
    userId: command.userId,
    id,
    kind: command.kind,
    status: refusal === null ? 'completed' : 'failed',
    failureCode: refusal?.code ?? null,
    actorId: command.actorId,
    createdAt,
    ...rulebookOf(command).subject(player, command),
  };
}

/** What the audit log keeps: the holdings before and after, by currency or product. */
function staffAction(
  { staff, userId }: SingleCommand,
  event: object,
  { id }: TransactionRow,
  entries: readonly LedgerRow[],
): StaffAction {
  if (staff === undefined) throw new TypeError('Only what staff do is an action of staff.');
  const holdings = (of: (entry: LedgerRow) => number) =>
    Object.fromEntries(entries.map((entry) => [entry.currency ?? entry.productId ?? '', of(entry)]));
  return {
    actor: staff,
    action: (event.constructor as unknown as EventClass).type,
    subjectId: userId,
    target: `transaction:${id}`,
    before: holdings(({ balanceAfter, amount }) => balanceAfter - amount),
    after: holdings(({ balanceAfter }) => balanceAfter),
  };
}
