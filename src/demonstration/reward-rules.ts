import type { RewardRuleDraft } from '../rewards/rewards.service';

/** What demonstration players are paid for. Ids are fixed, so that the examples in Swagger work. */
export const REWARD_RULES: readonly (RewardRuleDraft & { id: string })[] = [
  { id: '0199c000-0000-7000-8000-000000000101', reason: 'daily_login', currency: 'COIN', amount: 500, dailyTimes: 1 },
];
