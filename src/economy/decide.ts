import { DomainError } from '../platform/errors/domain-error';
import { IdempotencyKeyReused } from '../platform/idempotency/idempotency.errors';
import type { IdempotencyRow } from '../platform/idempotency/idempotency.service';
import { AccountNotFound } from '../transactions/transactions.errors';
import type { LedgerRow, TransactionRow } from '../transactions/transactions.repository';
import type { Command, IssuedCommand } from './command';
import { AccountBlocked } from './economy.errors';
import type { Holdings } from './holdings';
import type { PlayerHoldings } from './player-holdings';
import type { Receipt } from './receipt';
import { rulebookOf } from './rules/rulebooks';

/** Every command that is carried out answers so; it made a transaction. */
const CREATED = 201;

/** What a batch comes to: a receipt per command, in their order, and the rows to write. */
export interface Decisions {
  receipts: Receipt[];
  transactions: TransactionRow[];
  ledger: LedgerRow[];
  keys: IdempotencyRow[];
  events: object[];
}

/**
 * Decides a batch in memory, in order of arrival: every command sees what those before it did. Pure but for
 * `holdings`, which it moves on.
 *
 * @param now the clock, in milliseconds, read after the accounts were locked
 */
export function decide(holdings: Holdings, issued: readonly IssuedCommand[], now: number): Decisions {
  const decisions: Decisions = { receipts: [], transactions: [], ledger: [], keys: [], events: [] };
  for (const each of issued) decisions.receipts.push(decideOne(holdings, each, now, decisions));
  return decisions;
}

function decideOne(holdings: Holdings, issued: IssuedCommand, now: number, decisions: Decisions): Receipt {
  const { command } = issued;
  const player = holdings.player(command.userId);
  if (player === undefined) return refused(new AccountNotFound());
  const earlier = earlierAnswer(holdings, command);
  if (earlier !== null) return earlier;

  const rulebook = rulebookOf(command);
  const unknown = rulebook.unknown(player, command);
  if (unknown !== null) return refused(unknown);

  const atMs = player.timeAt(now);
  const at = new Date(atMs).toISOString();
  const ruling = player.account.status === 'active' ? rulebook.rule(player, command) : new AccountBlocked();
  const transaction = transactionOf(player, issued, at, ruling instanceof DomainError ? ruling : null);
  decisions.transactions.push(transaction);
  if (ruling instanceof DomainError) return refused(ruling);

  for (const entry of player.post(ruling, transaction.id, atMs, at)) decisions.ledger.push(entry);
  decisions.events.push(rulebook.event(transaction));
  const body = JSON.stringify(rulebook.answer(player, transaction));
  rememberAnswer(holdings, command, transaction, body, decisions);
  return { accepted: true, status: CREATED, body, replayed: false };
}

/** A key that was seen before: its answer, or the refusal to use it for something else. */
function earlierAnswer(holdings: Holdings, { userId, actorId, idempotency }: Command): Receipt | null {
  if (idempotency === undefined) return null;
  const answer = holdings.answerTo({ userId, actorId, key: idempotency.key });
  if (answer === undefined) return null;
  if (answer.fingerprint !== idempotency.fingerprint) return refused(new IdempotencyKeyReused());
  return { accepted: true, status: answer.status, body: answer.body, replayed: true };
}

function rememberAnswer(
  holdings: Holdings,
  { userId, actorId, idempotency }: Command,
  transaction: TransactionRow,
  body: string,
  decisions: Decisions,
): void {
  if (idempotency === undefined) return;
  const { key, fingerprint } = idempotency;
  holdings.keepAnswer({ userId, actorId, key }, { fingerprint, status: CREATED, body });
  decisions.keys.push({
    userId,
    actorId,
    key,
    fingerprint,
    transactionId: transaction.id,
    status: CREATED,
    answer: body,
    createdAt: transaction.createdAt,
  });
}

function transactionOf(
  player: PlayerHoldings,
  { command, transactionId }: IssuedCommand,
  at: string,
  refusal: DomainError | null,
): TransactionRow {
  return {
    userId: command.userId,
    id: transactionId,
    kind: command.kind,
    status: refusal === null ? 'completed' : 'failed',
    failureCode: refusal?.code ?? null,
    reason: null,
    actorId: command.actorId,
    createdAt: at,
    ...rulebookOf(command).subject(player, command),
  };
}

function refused(error: DomainError): Receipt {
  return { accepted: false, error };
}
