import type { DomainError } from '../../platform/errors/domain-error';
import { ProductNotFound } from '../../products/products.errors';
import type { TransactionRow } from '../../transactions/transactions.repository';
import { viewOf } from '../../transactions/transactions.service';
import type { Grant, Revoke } from '../command';
import type { PlayerHoldings } from '../player-holdings';
import { unknownCurrency } from './crediting';
import { ABOUT_NOTHING, type Subject } from './rule';

/** Why there is no such asset to give or to take back. */
export function unknownAsset(player: PlayerHoldings, command: Grant | Revoke): DomainError | null {
  if (command.productId === undefined) return unknownCurrency(player, command.currency);
  return player.product(command.productId) === undefined ? new ProductNotFound() : null;
}

export function subjectOf(_player: PlayerHoldings, command: Grant | Revoke): Subject {
  const { currency = null, amount = null, productId = null, quantity = null, approverId, grantId } = command;
  return {
    ...ABOUT_NOTHING,
    currency,
    amount,
    productId,
    quantity,
    approverId,
    source: grantId === null ? null : `grant:${grantId}`,
  };
}

/** The balance of a currency, the item of a product. */
export function answerOf(player: PlayerHoldings, transaction: TransactionRow): object {
  const { currency, productId } = transaction;
  return {
    transaction: viewOf(transaction),
    ...(currency === null ? { item: player.item(productId ?? '') } : { balance: player.balance(currency) }),
  };
}
