import type { RewardRule } from './reward-rule.entity';
import { RewardAmountAmbiguous, RewardRuleUncapped } from './rewards.errors';

/** What of a rule may change. */
export type RewardTerms = Pick<
  RewardRule,
  'amount' | 'maxAmount' | 'dailyAmount' | 'dailyTimes' | 'totalAmount' | 'totalTimes' | 'cooldownSeconds' | 'isActive'
>;

/** To begin with; still without what is paid. */
export const NO_BOUNDS: RewardTerms = {
  amount: null,
  maxAmount: null,
  dailyAmount: null,
  dailyTimes: null,
  totalAmount: null,
  totalTimes: null,
  cooldownSeconds: null,
  isActive: true,
};

/** Any one of them keeps a rule from paying without end. */
const CAPS = ['dailyAmount', 'dailyTimes', 'totalAmount', 'totalTimes', 'cooldownSeconds'] as const;

/**
 * The terms with these changes. A fixed amount takes the place of a maximum, and the other way round.
 *
 * @throws RewardAmountAmbiguous, RewardRuleUncapped
 */
export function withTerms(terms: RewardTerms, changes: Partial<RewardTerms>): RewardTerms {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const after = { ...terms, ...(Object.fromEntries(given) as Partial<RewardTerms>) };
  if (typeof changes.amount === 'number' && changes.maxAmount === undefined) after.maxAmount = null;
  if (typeof changes.maxAmount === 'number' && changes.amount === undefined) after.amount = null;
  if ((after.amount === null) === (after.maxAmount === null)) throw new RewardAmountAmbiguous();
  if (CAPS.every((cap) => after[cap] === null)) throw new RewardRuleUncapped();
  return after;
}
