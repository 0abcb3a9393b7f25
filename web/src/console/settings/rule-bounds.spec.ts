import { amountText } from '../../client/money';
import { boundsInWords } from './rule-bounds';

describe('the bounds of a reward rule', () => {
  it('are sums of money in its unit, and counts as they are', () => {
    const rule = { currency: 'GEM', dailyTimes: 3, dailyAmount: 1_250, totalTimes: null, totalAmount: null };
    const show = (amount: number, currency: string) => `${amountText(amount, 2, 'en')} ${currency}`;
    expect(boundsInWords({ ...rule, cooldownSeconds: 3_600 }, String, show)).toEqual([
      { bound: 'dailyTimes', text: '3' },
      { bound: 'dailyAmount', text: '12.50 GEM' },
      { bound: 'cooldownSeconds', text: '3600' },
    ]);
  });
});
