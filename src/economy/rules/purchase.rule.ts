import { AlreadyOwned } from '../../inventory/inventory.errors';
import { PriceChanged, ProductNotFound, ProductNotOnSale } from '../../products/products.errors';
import { viewOf } from '../../transactions/transactions.service';
import { InsufficientFunds } from '../../wallets/wallets.errors';
import type { Purchase } from '../command';
import { AmountTooLarge, SingleItemOnly } from '../economy.errors';
import { ProductPurchased } from '../economy.events';
import { give, pay } from './entry';
import type { Rulebook } from './rule';

export const purchase: Rulebook<Purchase> = {
  unknown: (player, { productId }) => (player.product(productId) === undefined ? new ProductNotFound() : null),

  subject: (player, { productId, quantity, currency }) => {
    const price = player.product(productId)?.prices[currency];
    const amount = price === undefined ? null : price * quantity;
    return { productId, quantity, currency, amount: Number.isSafeInteger(amount) ? amount : null, source: null };
  },

  rule: (player, { productId, quantity, currency, expectedAmount }) => {
    const product = player.product(productId);
    if (product === undefined) return new ProductNotFound();
    const price = product.prices[currency];
    if (!product.isActive || product.type === 'currency_pack') return new ProductNotOnSale(productId);
    if (price === undefined || player.currency(currency)?.kind !== 'virtual') {
      return new ProductNotOnSale(productId, currency);
    }
    if (product.type === 'permanent' && quantity !== 1) return new SingleItemOnly(productId);
    const cost = price * quantity;
    if (!Number.isSafeInteger(cost)) return new AmountTooLarge();
    if (expectedAmount !== undefined && expectedAmount !== cost)
      return new PriceChanged(currency, expectedAmount, cost);
    if (product.type === 'permanent' && player.quantity(productId) > 0) return new AlreadyOwned(productId);
    const balance = player.balance(currency);
    if (balance < cost) return new InsufficientFunds(currency, cost, balance);
    return [pay(currency, cost, 'sink:purchase'), give(productId, quantity, 'source:purchase')];
  },

  answer: (player, transaction) => ({
    transaction: viewOf(transaction),
    balance: player.balance(transaction.currency ?? ''),
    item: player.item(transaction.productId ?? ''),
  }),

  event: ({ id, userId, productId, quantity, currency, amount, createdAt }) =>
    new ProductPurchased(id, userId, productId ?? '', quantity ?? 0, currency ?? '', amount ?? 0, createdAt),
};
