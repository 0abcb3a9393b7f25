import { useQuery } from '@tanstack/vue-query';
import { computed, reactive } from 'vue';
import { useI18n } from 'vue-i18n';
import { answerOf, api } from './api';
import { amountText } from './money';

/** After how long it is asked again for what no amount can be shown without. */
const AGAIN_MS = 10_000;

/** The currencies, and a way to show an amount of one. */
export function useCurrencies() {
  const { locale } = useI18n();
  const query = useQuery({
    queryKey: ['currencies'],
    queryFn: () => answerOf(api.GET('/api/v1/currencies')),
    staleTime: 10 * 60_000,
    refetchInterval: ({ state }) => (state.status === 'error' && state.data === undefined ? AGAIN_MS : false),
  });
  const byCode = computed(() => new Map(query.data.value?.map((currency) => [currency.code, currency])));

  return {
    query: reactive(query),
    isKnown: computed(() => query.data.value !== undefined),
    currencies: computed(() => query.data.value ?? []),
    /** How many decimals it has; null while nobody knows. */
    scaleOf: (code: string) => byCode.value.get(code)?.scale ?? null,
    /** Undefined while nobody knows. */
    kindOf: (code: string) => byCode.value.get(code)?.kind,
    /** `11.98 USD`; `… USD` while it is not known how many decimals it has. */
    show: (amount: number | string, code: string) =>
      `${amountText(amount, byCode.value.get(code)?.scale ?? null, locale.value)}\u00a0${code}`,
  };
}
