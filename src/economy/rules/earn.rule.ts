import { DomainError } from '../../platform/errors/domain-error';
import { viewOf } from '../../transactions/transactions.service';
import type { Earn } from '../command';
import { RewardNotFound } from '../economy.errors';
import { RewardEarned } from '../economy.events';
import type { PlayerHoldings } from '../player-holdings';
import { amountOf, claimAfter, type PayRule } from '../reward-claim';
import { refusedCredit, unknownCurrency } from './crediting';
import { credit } from './entry';
import { ABOUT_NOTHING, type Rulebook } from './rule';

const MAX_SLUG = 64;

export const earn: Rulebook<Earn> = {
  unknown: (player, { reason, currency }) => {
    if (currency !== undefined) return unknownCurrency(player, currency);
    return activeRule(player, reason) === undefined ? new RewardNotFound() : null;
  },

  subject: (player, command) => {
    const paid = termsOf(player, command);
    return {
      ...ABOUT_NOTHING,
      currency: paid.currency,
      amount: paid.amount instanceof DomainError ? null : paid.amount,
      reason: nameOf(command),
      source: sourceOf(command),
    };
  },

  rule: (player, command, atMs) => {
    const { currency, amount, rule } = termsOf(player, command);
    if (amount instanceof DomainError) return amount;
    const claim = rule === undefined ? null : claimAfter(rule, player.claim(rule.id), amount, atMs);
    if (claim instanceof DomainError) return claim;
    return refusedCredit(player, currency, amount) ?? [credit(currency, amount, sourceOf(command))];
  },

  remember: (player, command, atMs) => {
    const { amount, rule } = termsOf(player, command);
    if (rule === undefined || amount instanceof DomainError) return;
    const claim = claimAfter(rule, player.claim(rule.id), amount, atMs);
    if (!(claim instanceof DomainError)) player.keepClaim(rule.id, claim);
  },

  answer: (player, transaction) => ({
    transaction: viewOf(transaction),
    balance: player.balance(transaction.currency ?? ''),
  }),

  event: ({ id, userId, reason, currency, amount, createdAt }, _command, player) =>
    new RewardEarned(id, userId, reason ?? '', currency ?? '', amount ?? 0, createdAt, player.balance(currency ?? '')),
};

interface Terms {
  currency: string;
  amount: number | DomainError;
  /** Undefined when a service pays what it likes. */
  rule: PayRule | undefined;
}

function termsOf(player: PlayerHoldings, { reason, amount, currency }: Earn): Terms {
  if (currency !== undefined) return { currency, amount: amount ?? 0, rule: undefined };
  const rule = activeRule(player, reason);
  if (rule === undefined) return { currency: '', amount: new RewardNotFound(), rule };
  return { currency: rule.currency, amount: amountOf(rule, amount), rule };
}

function activeRule(player: PlayerHoldings, reason: string): PayRule | undefined {
  const rule = player.rewardRule(reason);
  return rule?.isActive === true ? rule : undefined;
}

/** The account that a reward comes from. */
function sourceOf(command: Earn): string {
  return `source:earn:${nameOf(command)}`;
}

/** The reason as the journal keeps it for ever. What a service names is fit for that already. */
function nameOf({ reason, currency }: Earn): string {
  return currency === undefined ? slugOf(reason) : reason;
}

/** The reason of a rule, which may hold blanks and letters of any script, as a name. */
function slugOf(reason: string): string {
  const words = reason.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_');
  return words.replace(/^_+|_+$/g, '').slice(0, MAX_SLUG) || 'other';
}
