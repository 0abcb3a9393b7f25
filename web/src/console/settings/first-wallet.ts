import { type Ref, watchEffect } from 'vue';
import { useCurrencies } from '../../client/currencies';
import type { components } from '../../client/schema';

type Currency = Pick<components['schemas']['CurrencyView'], 'code' | 'kind' | 'isActive'>;

/** The first currency of the game that is in use; '' where there is none. */
export function firstWallet(currencies: readonly Currency[]): string {
  return currencies.find(({ kind, isActive }) => kind === 'virtual' && isActive)?.code ?? '';
}

/** Whatever names a currency begins with that one, once the currencies are known; what was chosen stays. */
export function useFirstWallet(chosen: Ref<string>): void {
  const { currencies } = useCurrencies();
  watchEffect(() => {
    if (chosen.value === '') chosen.value = firstWallet(currencies.value);
  });
}
