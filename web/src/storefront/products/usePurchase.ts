import { useQueryClient } from '@tanstack/vue-query';
import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { answerOf, api } from '../../client/api';
import { useCurrencies } from '../../client/currencies';
import { confirmed } from '../confirmed';
import { tellOnce } from '../tell';
import { useIntention } from '../../parts/useIntention';
import { useBalances } from '../wallets/useBalances';
import { isDear } from './is-dear';
import type { Product } from './useCatalogue';

/** Buys one of a product with coins, at the price that was shown and no other. */
export function usePurchase(product: () => Product) {
  const client = useQueryClient();
  const { t } = useI18n();
  const { show } = useCurrencies();
  const { balanceOf, note } = useBalances();
  const intention = useIntention(
    () => ['purchase', product().id],
    (key, currency: string, expectedAmount: number) =>
      answerOf(
        api.POST('/api/v1/products/{id}/purchase', {
          params: { path: { id: product().id }, header: { 'Idempotency-Key': key } },
          body: { quantity: 1, currency, expectedAmount },
        }),
      ),
  );

  const isAsking = ref(false);

  /** Busy from the tap on: the question and its answer belong to the purchase. */
  async function buy(currency: string): Promise<void> {
    if (isAsking.value) return;
    isAsking.value = true;
    try {
      await askAndBuy(currency);
    } finally {
      isAsking.value = false;
    }
  }

  async function askAndBuy(currency: string): Promise<void> {
    const { name, prices, available } = product();
    const cost = prices[currency];
    if (isDear(cost, balanceOf(currency) ?? 0)) {
      const title = t('purchase.title', { name, price: show(cost, currency) });
      if (!(await confirmed(title, t('purchase.dear'), t('purchase.yes'), t('purchase.no')))) return;
    }
    const receipt = await intention.carryOut(currency, cost);
    if (receipt === null) {
      void client.invalidateQueries({ queryKey: ['products'] });
      return;
    }
    note(currency, receipt.balance);
    void client.invalidateQueries({ queryKey: ['own'] });
    if (available !== null) void client.invalidateQueries({ queryKey: ['products'] });
    void tellOnce(receipt.transaction.id, t('purchase.done', { name, balance: show(receipt.balance, currency) }));
  }

  return { ...intention, isBusy: computed(() => isAsking.value || intention.isBusy.value), buy };
}
