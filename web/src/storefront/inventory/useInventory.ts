import { useQuery } from '@tanstack/vue-query';
import { computed, reactive } from 'vue';
import { answerOf, api } from '../../client/api';
import { isSignedIn } from '../../client/session';
import { ownKey } from '../own';

/** What the player has. */
export function useInventory() {
  const query = useQuery({
    queryKey: computed(() => ownKey('inventory')),
    queryFn: () => answerOf(api.GET('/api/v1/users/inventory')),
    enabled: isSignedIn,
  });
  const held = computed(() => {
    const { consumables = [], permanents = [] } = query.data.value ?? {};
    return new Map([
      ...consumables.map(({ product, quantity }) => [product.id, quantity] as const),
      ...permanents.map(({ product }) => [product.id, 1] as const),
    ]);
  });
  return { query: reactive(query), heldOf: (productId: string): number => held.value.get(productId) ?? 0 };
}
