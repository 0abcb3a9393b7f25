import { viewOf } from '../../transactions/transactions.service';
import { LimitExceeded, UnknownCurrency } from '../../wallets/wallets.errors';
import type { AddFunds } from '../command';
import { FundsAdded } from '../economy.events';
import { credit } from './entry';
import type { Rulebook } from './rule';

const SOURCE = 'source:top_up';

export const addFunds: Rulebook<AddFunds> = {
  unknown: (player, { currency }) =>
    player.currency(currency)?.kind === 'virtual' ? null : new UnknownCurrency(currency),

  subject: (_player, { currency, amount }) => ({ productId: null, quantity: null, currency, amount, source: SOURCE }),

  rule: (player, { currency, amount }) => {
    const limit = player.currency(currency)?.maxBalance ?? 0;
    if (player.balance(currency) + amount > limit) return new LimitExceeded(currency, limit);
    return [credit(currency, amount, SOURCE)];
  },

  answer: (player, transaction) => ({
    transaction: viewOf(transaction),
    balance: player.balance(transaction.currency ?? ''),
  }),

  event: ({ id, userId, currency, amount, createdAt }) =>
    new FundsAdded(id, userId, currency ?? '', amount ?? 0, createdAt),
};
