import { useInfiniteQuery } from '@tanstack/vue-query';
import { computed, reactive } from 'vue';
import { answerOf, api } from '../../client/api';
import { isSignedIn } from '../../client/session';
import { ownKey } from '../own';

const PAGE = 20;

/** Every transaction of the player, newest first. */
export function useTransactions() {
  const query = useInfiniteQuery({
    queryKey: computed(() => ownKey('transactions')),
    queryFn: ({ pageParam }) => {
      const asked = { path: { id: 'me' }, query: { limit: PAGE, cursor: pageParam } };
      return answerOf(api.GET('/api/v1/users/{id}/transactions', { params: asked }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    enabled: isSignedIn,
  });
  return { query: reactive(query), items: computed(() => query.data.value?.pages.flatMap(({ items }) => items) ?? []) };
}

/** What the player bought with real money, newest first. */
export function usePurchases() {
  const query = useInfiniteQuery({
    queryKey: computed(() => ownKey('purchases')),
    queryFn: ({ pageParam }) =>
      answerOf(api.GET('/api/v1/purchases', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    enabled: isSignedIn,
  });
  return { query: reactive(query), items: computed(() => query.data.value?.pages.flatMap(({ items }) => items) ?? []) };
}
