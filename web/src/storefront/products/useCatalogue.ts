import { useInfiniteQuery, useQuery } from '@tanstack/vue-query';
import { computed, reactive, type Ref } from 'vue';
import { answerOf, api } from '../../client/api';
import type { components } from '../../client/schema';
import { language } from '../../words/i18n';

export type Product = components['schemas']['ProductView'];
export type ProductType = Product['type'];

export interface CatalogueFilter {
  text: string;
  type: ProductType | null;
  /** Only what has a price in this one. */
  currency: string | null;
}

const PAGE = 24;
const MOST_PACKS = 100;

/** What is on sale, page by page, in the language of the reader. */
export function useCatalogue(filter: Ref<CatalogueFilter>) {
  const query = useInfiniteQuery({
    queryKey: computed(() => ['products', language.value, filter.value]),
    queryFn: ({ pageParam }) => {
      const { text, type, currency } = filter.value;
      const kind = { text: text || undefined, type: type ?? undefined, currency: currency ?? undefined };
      const asked = { limit: PAGE, cursor: pageParam, ...kind };
      return answerOf(api.GET('/api/v1/products', { params: { query: asked } }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: (before) => before,
  });
  return {
    query: reactive(query),
    products: computed(() => query.data.value?.pages.flatMap(({ items }) => items) ?? []),
  };
}

/** The packs of coins on sale: by their prices coins have a value in real money. */
export function usePacks() {
  const query = useQuery({
    queryKey: computed(() => ['products', language.value, 'packs']),
    queryFn: () =>
      answerOf(api.GET('/api/v1/products', { params: { query: { type: 'currency_pack', limit: MOST_PACKS } } })),
    staleTime: 60_000,
  });
  return { query: reactive(query), packs: computed(() => query.data.value?.items ?? []) };
}

export function useProduct(sku: () => string) {
  return reactive(
    useQuery({
      queryKey: computed(() => ['products', language.value, 'one', sku()]),
      queryFn: () => answerOf(api.GET('/api/v1/products/{idOrSku}', { params: { path: { idOrSku: sku() } } })),
    }),
  );
}
