import { useInfiniteQuery, useQuery } from '@tanstack/vue-query';
import { computed, reactive } from 'vue';
import { answerOf, api } from '../../client/api';
import type { components } from '../../client/schema';
import { isSignedIn } from '../../client/session';
import { ownKey } from '../own';

export type Order = components['schemas']['OrderView'];
export type OrderStatus = Order['status'];

const PAGE = 20;
/** Live news come at once; this is for when they do not come. */
const LOOK_AGAIN_MS = 3_000;
/** Something is still to happen to these. */
const MOVING: ReadonlySet<OrderStatus> = new Set(['pending', 'paid']);

export function useOrders() {
  const query = useInfiniteQuery({
    queryKey: computed(() => ownKey('orders')),
    queryFn: ({ pageParam }) =>
      answerOf(api.GET('/api/v1/orders', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    enabled: isSignedIn,
  });
  return {
    query: reactive(query),
    orders: computed(() => query.data.value?.pages.flatMap(({ items }) => items) ?? []),
  };
}

/** One order, followed until nothing is to come. */
export function useOrder(id: () => string) {
  return reactive(
    useQuery({
      queryKey: computed(() => ownKey('orders', id())),
      queryFn: () => answerOf(api.GET('/api/v1/orders/{id}', { params: { path: { id: id() } } })),
      enabled: isSignedIn,
      refetchInterval: ({ state }) => (state.data && MOVING.has(state.data.status) ? LOOK_AGAIN_MS : false),
    }),
  );
}
