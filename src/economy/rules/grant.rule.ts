import { AlreadyOwned } from '../../inventory/inventory.errors';
import { ProductNotFound } from '../../products/products.errors';
import type { Grant } from '../command';
import { ProductNotOwnable, SingleItemOnly } from '../economy.errors';
import { GrantReceived } from '../economy.events';
import type { PlayerHoldings } from '../player-holdings';
import { refusedCredit } from './crediting';
import { credit, give } from './entry';
import type { Rulebook, Ruling } from './rule';
import { answerOf, subjectOf, unknownAsset } from './staff-move';

const SOURCE = 'source:grant';

export const grant: Rulebook<Grant> = {
  unknown: unknownAsset,
  subject: subjectOf,

  rule: (player, command) => {
    if (command.productId !== undefined) return gift(player, command.productId, command.quantity);
    const { currency, amount } = command;
    return refusedCredit(player, currency, amount) ?? [credit(currency, amount, SOURCE)];
  },

  answer: answerOf,

  event: ({ id, userId, currency, amount, productId, quantity, createdAt }) =>
    new GrantReceived(id, userId, currency, amount, productId, quantity, createdAt),
};

/** Products that are no longer on sale can still be given. */
function gift(player: PlayerHoldings, productId: string, quantity: number): Ruling {
  const product = player.product(productId);
  if (product === undefined) return new ProductNotFound();
  if (product.type === 'currency_pack') return new ProductNotOwnable(productId);
  if (product.type === 'permanent' && quantity !== 1) return new SingleItemOnly(productId);
  if (product.type === 'permanent' && player.quantity(productId) > 0) return new AlreadyOwned(productId);
  return [give(productId, quantity, SOURCE)];
}
