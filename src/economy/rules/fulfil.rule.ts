import { AlreadyOwned } from '../../inventory/inventory.errors';
import type { DomainError } from '../../platform/errors/domain-error';
import { ProductNotFound } from '../../products/products.errors';
import { viewOf } from '../../transactions/transactions.service';
import { AlreadyFulfilled, AmountTooLarge } from '../economy.errors';
import { OrderFulfilled } from '../economy.events';
import { ORDER_ACCOUNTS } from '../fulfilments';
import type { Fulfil, FulfilledLine } from '../order-command';
import type { PlayerHoldings } from '../player-holdings';
import { credit, type Entry, give } from './entry';
import { ABOUT_NOTHING, type Rulebook } from './rule';

/** What was paid for is given whatever the product has become since, and whatever a wallet may hold at most. */
export const fulfil: Rulebook<Fulfil> = {
  unknown: (player, { lines }) =>
    lines.some(({ productId }) => player.product(productId) === undefined) ? new ProductNotFound() : null,

  subject: (_player, { orderId }) => ({ ...ABOUT_NOTHING, source: `order:${orderId}` }),

  rule: (player, command, atMs) => {
    if (command.lines.some(({ orderLineId }) => player.fulfilment(orderLineId) !== undefined))
      return new AlreadyFulfilled(command.orderId);
    return (
      ownedTwice(player, command) ??
      tooMuch(player, command) ??
      (command.isReserved ? null : shortage(player, command, atMs)) ??
      command.lines.map(entryOf)
    );
  },

  remember: (player, { orderId, isReserved, lines }, atMs) => {
    for (const line of lines) {
      const { currency, productId, amount } = entryOf(line);
      player.keepFulfilment({
        orderLineId: line.orderLineId,
        orderId,
        currency,
        productId,
        granted: amount,
        taken: 0,
        owed: 0,
        createdAt: new Date(atMs).toISOString(),
      });
      if (isReserved) player.useReservation(line.orderLineId);
      else player.takeSupply(line.productId, line.quantity, atMs);
    }
  },

  answer: (_player, transaction) => ({ transaction: viewOf(transaction) }),

  event: ({ id, userId, createdAt }, { orderId, lines }) =>
    new OrderFulfilled(
      id,
      userId,
      orderId,
      lines.map(({ orderLineId, productId, quantity }) => ({ orderLineId, productId, quantity })),
      createdAt,
    ),
};

function entryOf({ productId, quantity, coins, orderLineId }: FulfilledLine): Entry {
  const entry =
    coins === null
      ? give(productId, quantity, ORDER_ACCOUNTS.fulfilment)
      : credit(coins.currency, coins.amount, ORDER_ACCOUNTS.fulfilment);
  return { ...entry, orderLineId };
}

/** One of a permanent product is all there is to own. */
function ownedTwice(player: PlayerHoldings, { lines }: Fulfil): DomainError | null {
  const items = lines.filter(({ coins }) => coins === null);
  for (const [productId, quantity] of quantities(items)) {
    const isPermanent = player.product(productId)?.type === 'permanent';
    if (isPermanent && player.quantity(productId) + quantity > 1) return new AlreadyOwned(productId);
  }
  return null;
}

/** What cannot be counted exactly cannot be held. */
function tooMuch(player: PlayerHoldings, { lines }: Fulfil): DomainError | null {
  const held = new Map<string, number>();
  for (const line of lines) {
    const { currency, productId, amount } = entryOf(line);
    const before = currency === null ? player.quantity(productId ?? '') : player.balance(currency);
    const name = currency ?? productId ?? '';
    held.set(name, (held.get(name) ?? before) + amount);
  }
  return [...held.values()].every(Number.isSafeInteger) ? null : new AmountTooLarge();
}

function shortage(player: PlayerHoldings, { lines }: Fulfil, atMs: number): DomainError | null {
  for (const [productId, quantity] of quantities(lines)) {
    const short = player.shortage(productId, quantity, atMs);
    if (short !== null) return short;
  }
  return null;
}

/** By product: a product may be on several lines. */
export function quantities(lines: readonly { productId: string; quantity: number }[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { productId, quantity } of lines) sums.set(productId, (sums.get(productId) ?? 0) + quantity);
  return sums;
}
