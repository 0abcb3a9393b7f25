import { computed } from 'vue';
import { useCurrencies } from '../../client/currencies';
import { useInventory } from '../inventory/useInventory';
import { useRealMoney } from '../wallets/useRealMoney';
import type { Product } from './useCatalogue';
import { waysToBuy } from './ways-to-buy';

/** What a product is to this visitor: how many they have, and how they can buy it. */
export function useOffer(product: () => Product) {
  const { kindOf } = useCurrencies();
  const { money } = useRealMoney();
  const { heldOf } = useInventory();
  const held = computed(() => heldOf(product().id));
  const isOwned = computed(() => product().type === 'permanent' && held.value > 0);
  const isSoldOut = computed(() => product().available === 0);

  return {
    held,
    isOwned,
    isSoldOut,
    isOnSale: computed(() => !isOwned.value && !isSoldOut.value),
    ways: computed(() => waysToBuy(product().prices, kindOf, money.value)),
  };
}
