import { NotEnoughItems } from '../../inventory/inventory.errors';
import { ProductNotConsumable, ProductNotFound } from '../../products/products.errors';
import { viewOf } from '../../transactions/transactions.service';
import type { Use } from '../command';
import { ItemUsed } from '../economy.events';
import { take } from './entry';
import { ABOUT_NOTHING, type Rulebook } from './rule';

export const use: Rulebook<Use> = {
  unknown: (player, { productId }) => (player.product(productId) === undefined ? new ProductNotFound() : null),

  subject: (_player, { productId, quantity }) => ({ ...ABOUT_NOTHING, productId, quantity }),

  rule: (player, { productId, quantity }) => {
    if (player.product(productId)?.type !== 'consumable') return new ProductNotConsumable(productId);
    const held = player.quantity(productId);
    if (held < quantity) return new NotEnoughItems(productId, quantity, held);
    return [take(productId, quantity, 'sink:use')];
  },

  answer: (player, transaction) => ({
    transaction: viewOf(transaction),
    item: player.item(transaction.productId ?? ''),
  }),

  event: ({ id, userId, productId, quantity, createdAt }) =>
    new ItemUsed(id, userId, productId ?? '', quantity ?? 0, createdAt),
};
