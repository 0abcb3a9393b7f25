import { ref } from 'vue';

const mockAsk = jest.fn<Promise<boolean>, []>();
const mockCarryOut = jest.fn<Promise<unknown>, []>();
const mockInvalidate = jest.fn<void, [{ queryKey: string[] }]>();

jest.mock('@tanstack/vue-query', () => ({ useQueryClient: () => ({ invalidateQueries: mockInvalidate }) }));
jest.mock('vue-i18n', () => ({ useI18n: () => ({ t: (key: string) => key }) }));
jest.mock('../../client/api', () => ({}));
jest.mock('../../client/currencies', () => ({ useCurrencies: () => ({ show: String }) }));
jest.mock('../../parts/useIntention', () => ({
  useIntention: () => ({ isBusy: ref(false), carryOut: mockCarryOut }),
}));
jest.mock('../confirmed', () => ({ confirmed: () => mockAsk() }));
jest.mock('../tell', () => ({ tellOnce: () => Promise.resolve() }));
jest.mock('../wallets/useBalances', () => ({ useBalances: () => ({ balanceOf: () => 100, note: () => {} }) }));

import type { Product } from './useCatalogue';
import { usePurchase } from './usePurchase';

const productOf = (available: number | null, price = 90) =>
  ({ id: 'p', name: 'Sword', prices: { COIN: price }, available }) as unknown as Product;
const renewed = () => mockInvalidate.mock.calls.map(([{ queryKey }]) => queryKey[0]);

describe('a purchase', () => {
  beforeEach(() => {
    mockAsk.mockReset().mockResolvedValue(true);
    mockCarryOut.mockReset().mockResolvedValue({ balance: 10, transaction: { id: 't' } });
    mockInvalidate.mockReset();
  });

  it('is busy from the tap on, and a second tap asks nothing', async () => {
    let answer = (_yes: boolean): void => {};
    mockAsk.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const { buy, isBusy } = usePurchase(() => productOf(null));
    const taps = [buy('COIN'), buy('COIN')];
    expect(isBusy.value).toBe(true);
    answer(true);
    await Promise.all(taps);
    expect([mockAsk.mock.calls.length, mockCarryOut.mock.calls.length, isBusy.value]).toEqual([1, 1, false]);
  });

  it('is not made when the question is answered with no, and can be begun again', async () => {
    mockAsk.mockResolvedValue(false);
    const { buy, isBusy } = usePurchase(() => productOf(null));
    await buy('COIN');
    expect([mockCarryOut.mock.calls.length, isBusy.value]).toEqual([0, false]);
    await buy('COIN');
    expect(mockAsk).toHaveBeenCalledTimes(2);
  });

  it('of what is limited reads anew how many are left', async () => {
    await usePurchase(() => productOf(5)).buy('COIN');
    expect(renewed()).toEqual(['own', 'products']);
    mockInvalidate.mockReset();
    await usePurchase(() => productOf(null)).buy('COIN');
    expect(renewed()).toEqual(['own']);
  });
});
