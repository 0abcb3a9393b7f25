import fc from 'fast-check';
import { DomainError } from '../platform/errors/domain-error';
import { amountOf, claimAfter, type RewardClaim, type PayRule } from './reward-claim';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const DAY_MS = 86_400_000;
const unbounded = { amount: null, times: null };
const rule = (changed: Partial<PayRule> = {}): PayRule => ({
  id: 'r',
  currency: 'COIN',
  amount: 500,
  maxAmount: null,
  daily: unbounded,
  lifetime: unbounded,
  cooldownSeconds: null,
  isActive: true,
  ...changed,
});

/** Claims `amount` at each of these moments and tells which were paid. */
function paid(terms: PayRule, amount: number, moments: readonly number[]): boolean[] {
  let claim: RewardClaim | undefined;
  return moments.map((atMs) => {
    const after = claimAfter(terms, claim, amount, atMs);
    if (after instanceof DomainError) return false;
    claim = after;
    return true;
  });
}

describe('what a rule pays', () => {
  it('is its amount, whether it is named or not', () => {
    expect(amountOf(rule(), undefined)).toBe(500);
    expect(amountOf(rule(), 500)).toBe(500);
    for (const asked of [499, 501])
      expect(amountOf(rule(), asked)).toMatchObject({ code: 'reward.amount_not_allowed' });
  });

  it('is what is asked for, up to the maximum', () => {
    const upTo = rule({ amount: null, maxAmount: 50 });
    expect([1, 50].map((asked) => amountOf(upTo, asked))).toEqual([1, 50]);
    for (const asked of [51, undefined])
      expect(amountOf(upTo, asked)).toMatchObject({ code: 'reward.amount_not_allowed' });
  });
});

describe('a claim', () => {
  it('once a day is paid again when the next UTC day begins, not 24 hours later', () => {
    const daily = rule({ daily: { amount: null, times: 1 } });
    const lateEvening = Date.parse('2026-11-21T23:59:59.999Z');
    expect(paid(daily, 500, [lateEvening, lateEvening, lateEvening + 1, lateEvening + 2])).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('waits for the cooldown to the millisecond', () => {
    const slow = rule({ cooldownSeconds: 60 });
    expect(paid(slow, 500, [NOON, NOON + 59_999, NOON + 60_000])).toEqual([true, false, true]);
    const after = claimAfter(slow, claimAfter(slow, undefined, 500, NOON) as RewardClaim, 500, NOON + 1);
    expect(after).toMatchObject({ code: 'reward.cooling_down', details: { readyAt: '2026-11-21T12:01:00.000Z' } });
  });

  it('never gets beyond any cap, whatever is asked for and when', () => {
    const cap = fc.record({
      amount: fc.option(fc.integer({ min: 1, max: 300 })),
      times: fc.option(fc.integer({ min: 1, max: 5 })),
    });
    const asks = fc.array(fc.record({ amount: fc.integer({ min: 1, max: 100 }), afterMs: fc.nat(DAY_MS) }));
    fc.assert(
      fc.property(cap, cap, asks, (daily, lifetime, asked) => {
        const terms = rule({ amount: null, maxAmount: 100, daily, lifetime });
        const byDay = new Map<string, number[]>();
        let claim: RewardClaim | undefined;
        let atMs = NOON;
        for (const { amount, afterMs } of asked) {
          atMs += afterMs;
          const after = claimAfter(terms, claim, amount, atMs);
          if (after instanceof DomainError) continue;
          claim = after;
          const day = new Date(atMs).toISOString().slice(0, 10);
          byDay.set(day, [...(byDay.get(day) ?? []), amount]);
        }
        const days = [...byDay.values()];
        for (const amounts of days) expectWithin(daily, amounts);
        expectWithin(lifetime, days.flat());
      }),
    );
  });
});

function expectWithin({ amount, times }: { amount: number | null; times: number | null }, paidAmounts: number[]): void {
  expect(paidAmounts.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(amount ?? Infinity);
  expect(paidAmounts.length).toBeLessThanOrEqual(times ?? Infinity);
}
