import { type InfiniteData, useInfiniteQuery } from '@tanstack/vue-query';
import { computed, type MaybeRef, reactive } from 'vue';

export interface PageOf<Item> {
  items: Item[];
  nextCursor: string | null;
}

/**
 * A list that the API gives out page by page: what was read so far, and a way to read on (`MoreButton`).
 *
 * @param refetchMs after how long all that was read is read again; by default only when somebody comes back to it
 */
export function usePages<Item>(
  queryKey: MaybeRef<readonly unknown[]>,
  read: (cursor: string | undefined) => Promise<PageOf<Item>>,
  refetchMs?: (items: readonly Item[]) => number,
) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }): Promise<PageOf<Item>> => read(pageParam ?? undefined),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: PageOf<Item>) => nextCursor,
    refetchInterval: ({ state }) => refetchMs?.(itemsOf(state.data)) ?? false,
  });
  const items = computed(() => itemsOf(query.data.value));
  return reactive({ ...query, items });
}

function itemsOf<Item>(data: InfiniteData<PageOf<Item>> | undefined): Item[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}
