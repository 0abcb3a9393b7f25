import { useQueryClient } from '@tanstack/vue-query';
import { ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { answerOf, api } from '../../client/api';
import { confirmed } from '../confirmed';
import { tell } from '../tell';

type Act = 'pay' | 'cancel';

/** What can be done with an order that waits: pay it, or cancel it. */
export function useUnpaidOrder(id: () => string) {
  const client = useQueryClient();
  const { t } = useI18n();
  const acting = ref<Act | null>(null);
  const problem = shallowRef<unknown>(null);

  async function attempt(name: Act, act: () => Promise<void>): Promise<void> {
    if (acting.value !== null) return;
    acting.value = name;
    problem.value = null;
    try {
      await act();
    } catch (error) {
      problem.value = error;
    } finally {
      acting.value = null;
      void client.invalidateQueries({ queryKey: ['own'] });
    }
  }

  const path = () => ({ params: { path: { id: id() } } });
  const pay = (): Promise<void> =>
    attempt('pay', async () => {
      const { url } = await answerOf(api.POST('/api/v1/orders/{id}/payment-link', path()));
      if (url !== null) location.assign(url);
    });
  const cancel = async (): Promise<void> => {
    if (acting.value !== null) return;
    const [title, question] = [t('orders.cancelTitle'), t('orders.cancelConfirm')];
    if (!(await confirmed(title, question, t('orders.cancelYes'), t('orders.cancelNo')))) return;
    await attempt('cancel', async () => {
      await answerOf(api.POST('/api/v1/orders/{id}/cancel', path()));
      void tell(t('orders.cancelled'), 'info');
    });
  };

  return { acting, problem, pay, cancel };
}
