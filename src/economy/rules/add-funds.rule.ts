import { viewOf } from '../../transactions/transactions.service';
import type { AddFunds } from '../command';
import { FundsAdded } from '../economy.events';
import { refusedCredit, unknownCurrency } from './crediting';
import { credit } from './entry';
import { ABOUT_NOTHING, type Rulebook } from './rule';

const SOURCE = 'source:top_up';

export const addFunds: Rulebook<AddFunds> = {
  unknown: (player, { currency }) => unknownCurrency(player, currency),

  subject: (_player, { currency, amount }) => ({ ...ABOUT_NOTHING, currency, amount, source: SOURCE }),

  rule: (player, { currency, amount }) => refusedCredit(player, currency, amount) ?? [credit(currency, amount, SOURCE)],

  answer: (player, transaction) => ({
    transaction: viewOf(transaction),
    balance: player.balance(transaction.currency ?? ''),
  }),

  event: ({ id, userId, currency, amount, createdAt }, _command, player) =>
    new FundsAdded(id, userId, currency ?? '', amount ?? 0, createdAt, player.balance(currency ?? '')),
};
