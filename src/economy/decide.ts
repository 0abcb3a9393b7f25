import { DomainError } from '../platform/errors/domain-error';
import { IdempotencyKeyReused } from '../platform/idempotency/idempotency.errors';
import type { IdempotencyRow } from '../platform/idempotency/idempotency.service';
import { AccountNotFound } from '../transactions/transactions.errors';
import { carryOut, noRows, type Outcome, type Rows } from './carry-out';
import { type Batch, type Command, type IssuedCommand, isSupplyCommand, type SingleCommand } from './command';
import { CommandRefused } from './economy.errors';
import type { Holdings } from './holdings';
import { moveSupply } from './move-supply';
import type { PlayerHoldings } from './player-holdings';
import type { Receipt } from './receipt';

/** Every command that is carried out answers so; it made a transaction. */
const CREATED = 201;
/** What only would have been. */
const OK = 200;

/** What a batch comes to: a receipt per command, in their order, and the rows to write. */
export interface Decisions extends Rows {
  receipts: Receipt[];
  keys: IdempotencyRow[];
}

/**
 * Decides a batch in memory, in order of arrival: every command sees what those before it did. Pure but for
 * `holdings`, which it moves on.
 *
 * @param now the clock, in milliseconds, read after the accounts were locked; a command that was told another has that
 */
export function decide(holdings: Holdings, issued: readonly IssuedCommand[], now: number): Decisions {
  const decisions: Decisions = { receipts: [], keys: [], ...noRows() };
  for (const each of issued) decisions.receipts.push(decideOne(holdings, each, each.atMs ?? now, decisions));
  return decisions;
}

function decideOne(holdings: Holdings, issued: IssuedCommand, now: number, decisions: Decisions): Receipt {
  const { command } = issued;
  const player = holdings.player(command.userId);
  if (player === undefined) return refused(new AccountNotFound());
  if (isSupplyCommand(command)) return receiptOf(moveSupply(player, command));
  if (command.dryRun) return tryOut(player, command, issued, now);
  const earlier = earlierAnswer(holdings, command);
  if (earlier !== null) return earlier;

  const outcome =
    command.kind === 'batch'
      ? carryOutAll(holdings, player, command, issued, now, decisions)
      : carryOut(player, command, issued.transactionIds[0], now, decisions);
  if (outcome instanceof DomainError) return refused(outcome);
  const body = JSON.stringify(outcome.answer);
  rememberAnswer(holdings, issued, outcome.at, body, decisions);
  return { accepted: true, status: CREATED, body, replayed: false };
}

/** What would come of it, found out on a copy of what the player holds. */
function tryOut(
  player: PlayerHoldings,
  command: SingleCommand | Batch,
  { transactionIds }: IssuedCommand,
  now: number,
): Receipt {
  const trial = player.fork();
  const outcome =
    command.kind === 'batch'
      ? carryOutInTurn(trial, command, transactionIds, now, noRows())
      : carryOut(trial, command, transactionIds[0], now, noRows());
  if (outcome instanceof DomainError) return refused(outcome);
  return { accepted: true, status: OK, body: JSON.stringify({ dryRun: true, ...outcome.answer }), replayed: false };
}

/** All commands of the batch, or none: until the last is carried out they move a copy. */
function carryOutAll(
  holdings: Holdings,
  player: PlayerHoldings,
  batch: Batch,
  { transactionIds }: IssuedCommand,
  now: number,
  decisions: Rows,
): Outcome | DomainError {
  const trial = player.fork();
  const rows = noRows();
  const outcome = carryOutInTurn(trial, batch, transactionIds, now, rows);
  if (outcome instanceof DomainError) {
    decisions.transactions.push(...rows.transactions.filter(({ status }) => status === 'failed'));
    return outcome;
  }
  holdings.adopt(trial);
  decisions.transactions.push(...rows.transactions);
  decisions.ledger.push(...rows.ledger);
  decisions.events.push(...rows.events);
  decisions.staffActions.push(...rows.staffActions);
  return outcome;
}

function carryOutInTurn(
  player: PlayerHoldings,
  { commands }: Batch,
  transactionIds: readonly string[],
  now: number,
  rows: Rows,
): Outcome | DomainError {
  const receipts: object[] = [];
  let at = '';
  for (const [index, command] of commands.entries()) {
    const outcome = carryOut(player, command, transactionIds[index], now, rows);
    if (outcome instanceof DomainError) return refusalOf(index, outcome);
    receipts.push(outcome.answer);
    at = outcome.at;
  }
  return { answer: { receipts }, at };
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
  { command: { userId, actorId, idempotency }, transactionIds }: IssuedCommand,
  createdAt: string,
  body: string,
  decisions: Decisions,
): void {
  if (idempotency === undefined) return;
  const { key, fingerprint } = idempotency;
  holdings.keepAnswer({ userId, actorId, key }, { fingerprint, status: CREATED, body });
  const transactionId = transactionIds[0];
  decisions.keys.push({ userId, actorId, key, fingerprint, transactionId, status: CREATED, answer: body, createdAt });
}

function refusalOf(index: number, { code, message, details }: DomainError): CommandRefused {
  return new CommandRefused(index, code, message, details);
}

/** What only moves stock and limits has nothing to tell. */
function receiptOf(refusal: DomainError | null): Receipt {
  return refusal === null ? { accepted: true, status: CREATED, body: '{}', replayed: false } : refused(refusal);
}

function refused(error: DomainError): Receipt {
  return { accepted: false, error };
}
