import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { answerOf, api } from '../../client/api';
import type { components } from '../../client/schema';

type Product = components['schemas']['ProductView'];

const PAGE = 100;
/** Of a longer catalogue the rest is shown by its ids. */
const MAX_PAGES = 20;
const STAYS_MS = 5 * 60_000;

/** The catalogue with what is not on sale: staff give that too. Below the catalogue's key, so that a change renews it. */
export function useProducts() {
  const { data } = useQuery({ queryKey: ['catalogue', 'all'], queryFn: readAll, staleTime: STAYS_MS });
  const byId = computed(() => new Map(data.value?.map((product) => [product.id, product])));
  return {
    ownable: computed(() => (data.value ?? []).filter(({ type }) => type !== 'currency_pack')),
    productName: (id: string) => byId.value.get(id)?.name ?? id,
  };
}

async function readAll(): Promise<Product[]> {
  const products: Product[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const found = await answerOf(
      api.GET('/api/v1/products', { params: { query: { active: 'all', limit: PAGE, cursor } } }),
    );
    products.push(...found.items);
    if (found.nextCursor === null) break;
    cursor = found.nextCursor;
  }
  return products;
}
