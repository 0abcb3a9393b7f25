import { NotEnoughItems } from '../../inventory/inventory.errors';
import { InsufficientFunds } from '../../wallets/wallets.errors';
import type { Revoke } from '../command';
import { GrantRevoked } from '../economy.events';
import { pay, take } from './entry';
import type { Rulebook } from './rule';
import { answerOf, subjectOf, unknownAsset } from './staff-move';

const SINK = 'sink:revocation';

export const revoke: Rulebook<Revoke> = {
  evenWhen: ['blocked'],
  unknown: unknownAsset,
  subject: subjectOf,

  rule: (player, command) => {
    if (command.productId !== undefined) {
      const { productId, quantity } = command;
      const held = player.quantity(productId);
      return held < quantity ? new NotEnoughItems(productId, quantity, held) : [take(productId, quantity, SINK)];
    }
    const { currency, amount } = command;
    const balance = player.balance(currency);
    return balance < amount ? new InsufficientFunds(currency, amount, balance) : [pay(currency, amount, SINK)];
  },

  answer: answerOf,

  event: ({ id, userId, currency, amount, productId, quantity, createdAt }) =>
    new GrantRevoked(id, userId, currency, amount, productId, quantity, createdAt),
};
