import type { ProviderName } from './providers';
import type { Random } from '../platform/random/random';

/** What is to become of an order, as its player and the provider have it. */
export const FATES_IN_WORDS = {
  paid: 'paid',
  abandoned: 'never paid',
  cancelled: 'cancelled by the player',
  declined: 'declined',
  second_attempt: 'declined, then paid',
  paid_late: 'paid after it was cancelled',
  late_and_refunded: 'paid after it was cancelled, then refunded',
  refunded: 'refunded',
  partly_refunded: 'refunded in part',
  charged_back: 'charged back',
  dispute_won: 'charged back, dispute won',
  paid_twice: 'paid twice',
  underpaid: 'another sum paid',
} as const;
export type Fate = keyof typeof FATES_IN_WORDS;

const COMMON = {
  paid: 38,
  abandoned: 6,
  cancelled: 6,
  declined: 5,
  second_attempt: 8,
  paid_late: 4,
  late_and_refunded: 3,
  refunded: 11,
  partly_refunded: 8,
  charged_back: 4,
  dispute_won: 4,
  paid_twice: 3,
};

/** How often each comes, in parts of the sum. Payme knows no disputes, and takes no money for what has ended. */
const WEIGHTS: Readonly<Record<ProviderName, Readonly<Partial<Record<Fate, number>>>>> = {
  payme: { paid: 44, abandoned: 8, cancelled: 10, declined: 8, second_attempt: 12, refunded: 18 },
  xsolla: COMMON,
  sandbox: { ...COMMON, underpaid: 3 },
};

export function fateOf(provider: ProviderName, random: Random): Fate {
  const weights = Object.entries(WEIGHTS[provider]) as [Fate, number][];
  let left = random.next() * weights.reduce((sum, [, weight]) => sum + weight, 0);
  return weights.find(([, weight]) => (left -= weight) < 0)?.[0] ?? 'paid';
}

/** After it the player may buy no more: somebody else goes on in their place. */
export function endsPlayer(fate: Fate): boolean {
  return fate === 'charged_back';
}
