import { DomainError } from '../../platform/errors/domain-error';
import { AlreadyOwned } from '../../inventory/inventory.errors';
import { viewOf } from '../../transactions/transactions.service';
import { AmountTooLarge, NotFulfilled } from '../economy.errors';
import { OrderReversed } from '../economy.events';
import { type Fulfilment, ORDER_ACCOUNTS } from '../fulfilments';
import type { Reverse } from '../order-command';
import type { PlayerHoldings } from '../player-holdings';
import type { Entry } from './entry';
import { ABOUT_NOTHING, type Rulebook } from './rule';

/** What comes of a reversal: the postings, and what each line is afterwards. */
interface Reversal {
  entries: Entry[];
  lines: Fulfilment[];
}

/**
 * Brings each line to where what was taken back and what is owed are `reversed` together: it takes the smaller of what
 * is missing and what is held, and the rest is owed. Where that is less than before, what is owed goes first and the
 * rest is given back.
 */
export const reverse: Rulebook<Reverse> = {
  evenWhen: ['blocked', 'erased'],

  unknown: (player, { orderId, lines }) =>
    lines.some(({ orderLineId }) => player.fulfilment(orderLineId) === undefined) ? new NotFulfilled(orderId) : null,

  subject: (_player, { orderId, cause }) => ({ ...ABOUT_NOTHING, reason: cause, source: `order:${orderId}` }),

  rule: (player, command) => {
    const reversal = reversalOf(player, command);
    return reversal instanceof DomainError ? reversal : reversal.entries;
  },

  remember: (player, command) => {
    const reversal = reversalOf(player, command);
    if (reversal instanceof DomainError) return;
    for (const line of reversal.lines) player.keepFulfilment(line);
  },

  answer: (_player, transaction) => ({ transaction: viewOf(transaction) }),

  event: ({ id, userId, createdAt }, { orderId, cause, lines }, player, posted) => {
    const told = lines.map(({ orderLineId, productId, reversed }) => {
      const { currency = null, owed = 0 } = player.fulfilment(orderLineId) ?? {};
      const moved = posted.reduce((sum, entry) => sum + (entry.orderLineId === orderLineId ? entry.amount : 0), 0);
      return { orderLineId, productId, reversed, currency, moved, owed };
    });
    return new OrderReversed(id, userId, orderId, cause, told, createdAt);
  },
};

function reversalOf(player: PlayerHoldings, { orderId, lines }: Reverse): Reversal | DomainError {
  const reversal: Reversal = { entries: [], lines: [] };
  /** What is held while the lines are gone through: several may be of the same asset. */
  const held = new Map<string, number>();
  for (const { orderLineId, reversed } of lines) {
    const line = player.fulfilment(orderLineId);
    if (line === undefined) return new NotFulfilled(orderId);
    const asset = line.currency ?? line.productId ?? '';
    const before = held.get(asset) ?? holdingOf(player, line);
    const missing = Math.min(Math.max(reversed, 0), line.granted) - (line.taken + line.owed);
    const moved = missing >= 0 ? takeBack(line, missing, before) : giveBack(line, -missing);
    const after = before + moved.amount;
    if (!Number.isSafeInteger(after)) return new AmountTooLarge();
    if (moved.amount > 0 && after > 1 && isPermanent(player, line)) return new AlreadyOwned(asset);
    held.set(asset, after);
    reversal.lines.push(moved.line);
    if (moved.amount !== 0) reversal.entries.push(entryOf(line, moved.amount));
  }
  return reversal;
}

function takeBack(line: Fulfilment, missing: number, held: number): { line: Fulfilment; amount: number } {
  const taken = Math.min(missing, held);
  return { line: { ...line, taken: line.taken + taken, owed: line.owed + missing - taken }, amount: -taken };
}

function giveBack(line: Fulfilment, surplus: number): { line: Fulfilment; amount: number } {
  const forgiven = Math.min(surplus, line.owed);
  const returned = surplus - forgiven;
  return { line: { ...line, owed: line.owed - forgiven, taken: line.taken - returned }, amount: returned };
}

function entryOf({ currency, productId, orderLineId }: Fulfilment, amount: number): Entry {
  const counterAccount = amount < 0 ? ORDER_ACCOUNTS.reversal : ORDER_ACCOUNTS.giveBack;
  return { currency, productId, amount, counterAccount, orderLineId };
}

function holdingOf(player: PlayerHoldings, { currency, productId }: Fulfilment): number {
  return currency === null ? player.quantity(productId ?? '') : player.balance(currency);
}

function isPermanent(player: PlayerHoldings, { productId }: Fulfilment): boolean {
  return productId !== null && player.product(productId)?.type === 'permanent';
}
