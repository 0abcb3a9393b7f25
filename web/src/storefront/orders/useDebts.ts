import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { answerOf, api } from '../../client/api';
import { isSignedIn } from '../../client/session';
import { useCurrencies } from '../../client/currencies';
import { ownKey } from '../own';

/** What the player owes, since money went back for goods that were no longer there. */
export function useDebts() {
  const { show } = useCurrencies();
  const query = useQuery({
    queryKey: computed(() => ownKey('debts')),
    queryFn: () => answerOf(api.GET('/api/v1/users/{id}/debts', { params: { path: { id: 'me' } } })),
    enabled: isSignedIn,
  });
  return {
    debts: computed(() => (query.data.value ?? []).filter(({ owed }) => owed > 0)),
    /** How much, in coins or as a number of items. */
    amountText: (amount: number, currency: string | null): string =>
      currency === null ? `× ${amount}` : show(amount, currency),
  };
}
