import { useQuery } from '@tanstack/vue-query';
import { computed, reactive } from 'vue';
import { answerOf, api } from '../../client/api';
import { isSignedIn } from '../../client/session';

const SANDBOX = 'sandbox';

/** The ways to pay that are set up here. */
export function usePaymentProviders() {
  const query = useQuery({
    queryKey: ['payment-providers'],
    queryFn: () => answerOf(api.GET('/api/v1/payment-providers')),
    enabled: isSignedIn,
    staleTime: 60_000,
  });
  const providers = computed(() => query.data.value ?? []);
  return {
    query: reactive(query),
    providers,
    /** Nothing here is real money: production has no sandbox. */
    isPlay: computed(() => providers.value.some(({ name }) => name === SANDBOX)),
  };
}
