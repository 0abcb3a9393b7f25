import type { RewardTerms } from './reward-terms';

/** What one player was paid under a rule so far. */
export interface Claimed {
  /** The UTC calendar day that the next two count, `YYYY-MM-DD`. */
  day: string;
  dayAmount: number;
  dayTimes: number;
  totalAmount: number;
  totalTimes: number;
  lastAt: Date;
}

/** When a rule pays next, and the most that it pays then, in smallest units. */
export interface NextClaim {
  atMs: number;
  most: number;
}

const DAY_MS = 86_400_000;

/**
 * When the rule pays a player next, from `fromMs` on; null: never again. The engine decides by the same caps
 * (`economy/reward-claim.ts`), whatever was told here.
 */
export function nextClaim(terms: RewardTerms, claimed: Claimed | null, fromMs: number): NextClaim | null {
  const ever = left(terms.totalAmount, terms.totalTimes, claimed?.totalAmount, claimed?.totalTimes);
  const atMs = Math.max(fromMs, claimed === null ? fromMs : claimed.lastAt.getTime() + cooldownMs(terms));
  const paidThatDay = claimed?.day === dayOf(atMs) ? claimed : null;
  const thatDay = left(terms.dailyAmount, terms.dailyTimes, paidThatDay?.dayAmount, paidThatDay?.dayTimes);
  const today = mostOf(terms, Math.min(ever, thatDay));
  if (today > 0) return { atMs, most: today };
  const freshDay = mostOf(terms, Math.min(ever, left(terms.dailyAmount, terms.dailyTimes)));
  return freshDay > 0 ? { atMs: (Math.floor(atMs / DAY_MS) + 1) * DAY_MS, most: freshDay } : null;
}

/** How much may still be paid under a pair of caps. */
function left(amount: number | null, times: number | null, paid = 0, paidTimes = 0): number {
  if (times !== null && paidTimes >= times) return 0;
  return amount === null ? Infinity : amount - paid;
}

/** What the rule pays at most where so much is left: a fixed amount wholly or not at all. */
function mostOf({ amount, maxAmount }: RewardTerms, rest: number): number {
  if (amount !== null) return amount <= rest ? amount : 0;
  return Math.max(0, Math.min(maxAmount ?? 0, rest));
}

function cooldownMs({ cooldownSeconds }: RewardTerms): number {
  return (cooldownSeconds ?? 0) * 1_000;
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
