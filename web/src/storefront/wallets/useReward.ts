import { useQuery } from '@tanstack/vue-query';
import { computed, reactive } from 'vue';
import { answerOf, api } from '../../client/api';
import { isSignedIn } from '../../client/session';
import { ownKey } from '../own';
import { nextLookMs } from './next-look';

/** What whoever is signed in may be paid for this reason, and when; null: nothing is paid for it here. */
export function useReward(reason: string) {
  const query = useQuery({
    queryKey: computed(() => ownKey('rewards', reason)),
    queryFn: async () => {
      const { items } = await answerOf(api.GET('/api/v1/rewards', { params: { query: { reason, limit: 1 } } }));
      return items[0] ?? null;
    },
    enabled: isSignedIn,
    refetchInterval: ({ state }) => nextLookMs(state.data?.claimableAt, Date.now()),
  });
  return { query: reactive(query), reward: computed(() => query.data.value ?? null) };
}
