import { AlreadyOwned } from '../../inventory/inventory.errors';
import type { DomainError } from '../../platform/errors/domain-error';
import { PriceChanged, ProductNotFound, ProductNotOnSale } from '../../products/products.errors';
import { viewOf } from '../../transactions/transactions.service';
import { CurrencyInactive, InsufficientFunds } from '../../wallets/wallets.errors';
import type { Purchase } from '../command';
import { AmountTooLarge, SingleItemOnly } from '../economy.errors';
import { ProductPurchased } from '../economy.events';
import type { PlayerHoldings, ProductOnShelf } from '../player-holdings';
import { give, pay } from './entry';
import { ABOUT_NOTHING, type Rulebook } from './rule';

export const purchase: Rulebook<Purchase> = {
  /** What orders alone sell answers like nothing at all. */
  unknown: (player, { productId }) => (player.product(productId)?.isHidden === false ? null : new ProductNotFound()),

  subject: (player, { productId, quantity, currency }) => {
    const price = player.product(productId)?.prices[currency];
    const amount = price === undefined ? null : price * quantity;
    return { ...ABOUT_NOTHING, productId, quantity, currency, amount: Number.isSafeInteger(amount) ? amount : null };
  },

  rule: (player, command, atMs) => {
    const { productId, quantity, currency, expectedAmount } = command;
    const product = player.product(productId);
    if (product === undefined) return new ProductNotFound();
    const refusal = notForSale(player, product, command);
    if (refusal !== null) return refusal;
    const cost = product.prices[currency] * quantity;
    if (!Number.isSafeInteger(cost)) return new AmountTooLarge();
    if (expectedAmount !== undefined && expectedAmount !== cost)
      return new PriceChanged(currency, expectedAmount, cost);
    if (product.type === 'permanent' && player.quantity(productId) > 0) return new AlreadyOwned(productId);
    const shortage = player.shortage(productId, quantity, atMs);
    if (shortage !== null) return shortage;
    const balance = player.balance(currency);
    if (balance < cost) return new InsufficientFunds(currency, cost, balance);
    return [pay(currency, cost, 'sink:purchase'), give(productId, quantity, 'source:purchase')];
  },

  remember: (player, { productId, quantity }, atMs) => player.takeSupply(productId, quantity, atMs),

  answer: (player, transaction) => ({
    transaction: viewOf(transaction),
    balance: player.balance(transaction.currency ?? ''),
    item: player.item(transaction.productId ?? ''),
  }),

  event: ({ id, userId, productId, quantity, currency, amount, createdAt }, _command, player) =>
    new ProductPurchased({
      transactionId: id,
      userId,
      productId: productId ?? '',
      quantity: quantity ?? 0,
      currency: currency ?? '',
      amount: amount ?? 0,
      at: createdAt,
      balance: player.balance(currency ?? ''),
    }),
};

/** Why nobody can buy it so. */
function notForSale(player: PlayerHoldings, product: ProductOnShelf, command: Purchase): DomainError | null {
  const { productId, quantity, currency } = command;
  if (!product.isActive || product.type === 'currency_pack') return new ProductNotOnSale(productId);
  const known = player.currency(currency);
  if (product.prices[currency] === undefined || known?.kind !== 'virtual') {
    return new ProductNotOnSale(productId, currency);
  }
  if (!known.isActive) return new CurrencyInactive(currency);
  return product.type === 'permanent' && quantity !== 1 ? new SingleItemOnly(productId) : null;
}
