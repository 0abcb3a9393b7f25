import type { components } from '../../client/schema';

type Rule = components['schemas']['RewardRuleView'];
type Bound = 'dailyTimes' | 'dailyAmount' | 'totalTimes' | 'totalAmount' | 'cooldownSeconds';

const IS_SUM: Readonly<Record<Bound, boolean>> = {
  dailyTimes: false,
  dailyAmount: true,
  totalTimes: false,
  totalAmount: true,
  cooldownSeconds: false,
};

/**
 * The bounds that a rule has, in words.
 *
 * @param count shows a number
 * @param sum shows an amount in smallest units of a currency
 */
export function boundsInWords(
  rule: Pick<Rule, Bound | 'currency'>,
  count: (value: number) => string,
  sum: (amount: number, currency: string) => string,
): { bound: Bound; text: string }[] {
  return (Object.keys(IS_SUM) as Bound[]).flatMap((bound) => {
    const value = rule[bound];
    if (value === null) return [];
    return [{ bound, text: IS_SUM[bound] ? sum(value, rule.currency) : count(value) }];
  });
}
