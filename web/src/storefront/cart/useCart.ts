import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, reactive } from 'vue';
import { answerOf, api } from '../../client/api';
import type { components } from '../../client/schema';
import { isSignedIn } from '../../client/session';
import { ownKey } from '../own';

export type Cart = components['schemas']['CartView'];
export type CartLine = components['schemas']['CartLineView'];

/** The player's cart, with the prices of this moment. */
export function useCart() {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: computed(() => ownKey('cart')),
    queryFn: () => answerOf(api.GET('/api/v1/cart')),
    enabled: isSignedIn,
  });
  const keep = (cart: Cart): void => void client.setQueryData(ownKey('cart'), cart);

  return {
    query: reactive(query),
    count: computed(() => query.data.value?.lines.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0),
    holds: (productId: string): boolean =>
      query.data.value?.lines.some((line) => line.productId === productId) ?? false,
    add: async (productId: string) =>
      keep(await answerOf(api.POST('/api/v1/cart/items', { body: { productId, quantity: 1 } }))),
    change: async (lineId: string, quantity: number) =>
      keep(
        await answerOf(api.PATCH('/api/v1/cart/items/{lineId}', { params: { path: { lineId } }, body: { quantity } })),
      ),
    remove: async (lineId: string) =>
      keep(await answerOf(api.DELETE('/api/v1/cart/items/{lineId}', { params: { path: { lineId } } }))),
  };
}
