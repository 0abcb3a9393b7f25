import type { DomainError } from '../platform/errors/domain-error';
import { RewardAmountNotAllowed, RewardCapReached, RewardCoolingDown } from './economy.errors';

/** The most that may be paid: in units of the currency, and in number. Null: no bound. */
export interface Cap {
  amount: number | null;
  times: number | null;
}

/** What a player is paid for one reason. Exactly one of `amount` and `maxAmount` is set. */
export interface PayRule {
  id: string;
  currency: string;
  amount: number | null;
  maxAmount: number | null;
  /** Per UTC calendar day. */
  daily: Cap;
  lifetime: Cap;
  cooldownSeconds: number | null;
  isActive: boolean;
}

/** What one player was paid under one rule so far. */
export interface RewardClaim {
  /** The UTC day that the first two count, `YYYY-MM-DD`. */
  day: string;
  dayAmount: number;
  dayTimes: number;
  totalAmount: number;
  totalTimes: number;
  lastAtMs: number;
}

const NOTHING_YET: RewardClaim = {
  day: '',
  dayAmount: 0,
  dayTimes: 0,
  totalAmount: 0,
  totalTimes: 0,
  lastAtMs: -Infinity,
};

/**
 * What the rule pays somebody who asks for `asked`.
 *
 * @returns the amount, in smallest units of the rule's currency, or why it is not that
 */
export function amountOf({ amount, maxAmount }: PayRule, asked: number | undefined): number | DomainError {
  if (amount !== null) return asked === undefined || asked === amount ? amount : new RewardAmountNotAllowed(amount);
  const most = maxAmount ?? 0;
  return asked !== undefined && asked <= most ? asked : new RewardAmountNotAllowed(most);
}

/** The claim once `amount` was paid, or why it may not be paid now. */
export function claimAfter(
  { daily, lifetime, cooldownSeconds }: PayRule,
  before: RewardClaim = NOTHING_YET,
  amount: number,
  atMs: number,
): RewardClaim | DomainError {
  const readyAtMs = before.lastAtMs + (cooldownSeconds ?? 0) * 1_000;
  if (atMs < readyAtMs) return new RewardCoolingDown(new Date(readyAtMs).toISOString());
  const day = new Date(atMs).toISOString().slice(0, 10);
  const sameDay = before.day === day;
  const after = {
    day,
    dayAmount: (sameDay ? before.dayAmount : 0) + amount,
    dayTimes: (sameDay ? before.dayTimes : 0) + 1,
    totalAmount: before.totalAmount + amount,
    totalTimes: before.totalTimes + 1,
    lastAtMs: atMs,
  };
  if (isBeyond(lifetime, after.totalAmount, after.totalTimes)) return new RewardCapReached('lifetime');
  if (isBeyond(daily, after.dayAmount, after.dayTimes)) return new RewardCapReached('daily');
  return after;
}

function isBeyond(cap: Cap, amount: number, times: number): boolean {
  return amount > (cap.amount ?? Infinity) || times > (cap.times ?? Infinity);
}
