import { REWARD_RULES } from '../../src/demonstration/reward-rules';
import { type RewardRuleDraft, RewardsService } from '../../src/rewards/rewards.service';
import type { TestApp } from './app';
import { type Answer, call, type TestUser } from './players';

/** A player, once a day, 500 coins. */
export const [DAILY_LOGIN] = REWARD_RULES;

export interface Earned {
  transaction: { id: string; kind: string; status: string; amount: number; currency: string; reason: string };
  balance: number;
  code: string;
  allowed: number;
  cap: string;
  readyAt: string;
}

/** A cap that no test reaches, for rules where caps do not matter: each must have one. */
export const AMPLE = { totalTimes: 1_000_000 };

/** Pays players for something from now on; in coins, where nothing else is said. */
export async function payFor(app: TestApp, reason: string, rule: Partial<RewardRuleDraft>): Promise<string> {
  return (await app.get(RewardsService).create({ reason, currency: 'COIN', ...AMPLE, ...rule })).id;
}

/** Makes the rules of the demonstration. */
export async function openRewards(app: TestApp): Promise<void> {
  for (const rule of REWARD_RULES) await app.get(RewardsService).create(rule);
}

export function earn(
  app: TestApp,
  user: TestUser,
  body: { reason: string; amount?: number; currency?: string; userId?: string },
  key?: string,
): Promise<Answer<Earned>> {
  return call<Earned>(app, '/earn', { token: user.token, body, key });
}
