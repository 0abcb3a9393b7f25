import type { Deed, Life, PlayedEvent } from './deed';
import { dayStart, HOUR_MS, MINUTE_MS, type Period } from './story-days';

/** What whoever tries the demonstration has in their purse at the end of it. */
export const POCKET_MONEY = 1_000;

const REWARDS = 3;

/**
 * The past of the account that whoever tries the demonstration logs in with: something in every list, as many coins at
 * the end as at the beginning, and the best things still to buy.
 */
export function ownLife(username: string, period: Period): Life {
  const lastDay = dayStart(period, 40);
  const on = (day: number, hour: number, minute = 0) => dayStart(period, day) + hour * HOUR_MS + minute * MINUTE_MS;
  const rewards = Array.from({ length: REWARDS }, (_, week): Deed => ({ kind: 'collect', atMs: on(3 + 7 * week, 18) }));
  const deeds: Deed[] = [
    { kind: 'arrive', atMs: period.fromMs, clickMs: null },
    { kind: 'topUp', atMs: on(0, 9, 1), amount: POCKET_MONEY },
    { kind: 'buy', atMs: on(0, 9, 5), sku: 'magic-shield', quantity: 1 },
    ...rewards,
    { kind: 'buy', atMs: on(4, 20), sku: 'speed-boots', quantity: 1 },
    { kind: 'order', atMs: on(11, 19), lines: [{ sku: 'coins-500', quantity: 1 }], currency: 'USD', isPaid: true },
    { kind: 'buy', atMs: on(11, 20), sku: 'wizard-hat', quantity: 1 },
    { kind: 'buy', atMs: on(18, 19), sku: 'day-boost', quantity: 5 },
    { kind: 'use', atMs: on(18, 19, 30), sku: 'day-boost', quantity: 2 },
    { kind: 'buy', atMs: on(24, 19), sku: 'health-potion', quantity: 28 },
    { kind: 'use', atMs: on(25, 19), sku: 'health-potion', quantity: 16 },
    { kind: 'order', atMs: on(33, 20), lines: [{ sku: 'founders-medal', quantity: 1 }], currency: 'USD', isPaid: true },
    { kind: 'refund', atMs: on(35, 10), orderedMs: on(33, 20) },
    {
      kind: 'order',
      atMs: lastDay + 20 * HOUR_MS,
      lines: [{ sku: 'coins-500', quantity: 3 }],
      currency: 'USD',
      isPaid: false,
    },
    ...[2, 9, 16, 23, 30, 37].map((day): Deed => ({ kind: 'play', atMs: on(day, 18, 30), events: EVENING })),
  ];
  return {
    username,
    arrivedMs: period.fromMs,
    campaign: null,
    deeds: deeds.sort((one, other) => one.atMs - other.atMs),
  };
}

const EVENING: readonly PlayedEvent[] = [
  { afterMs: 0, type: 'session_start', meta: { platform: 'web' } },
  { afterMs: 9 * MINUTE_MS, type: 'level_complete', meta: { level: 7 } },
  { afterMs: 21 * MINUTE_MS, type: 'session_end', meta: { seconds: 1_260 } },
];
