import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, reactive } from 'vue';
import { answerOf, api } from '../../client/api';
import type { components } from '../../client/schema';
import { isSignedIn } from '../../client/session';
import { ownKey } from '../own';

type Balances = components['schemas']['UserBalance'];

/** What is in the wallets of whoever is signed in. */
export function useBalances() {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: computed(() => ownKey('balances')),
    queryFn: () => answerOf(api.GET('/api/v1/balance')),
    enabled: isSignedIn,
  });

  return {
    query: reactive(query),
    balances: computed<Record<string, number>>(() => query.data.value?.balances ?? {}),
    balanceOf: (code: string): number | null => (query.data.value ? (query.data.value.balances[code] ?? 0) : null),
    /** A receipt told the balance: it is shown at once. */
    note: (code: string, balance: number): void => {
      client.setQueryData<Balances>(ownKey('balances'), (known) =>
        known === undefined ? undefined : { ...known, balances: { ...known.balances, [code]: balance } },
      );
    },
  };
}
