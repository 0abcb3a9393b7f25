import { useQueryClient } from '@tanstack/vue-query';
import { computed, ref } from 'vue';
import { useRouter } from 'vue-router';
import { answerOf, api } from '../../client/api';
import { asProblem } from '../../client/problem';
import { useIntention } from '../../parts/useIntention';
import { usePaymentProviders } from '../wallets/usePaymentProviders';
import { useRealMoney } from '../wallets/useRealMoney';
import { ownKey } from '../own';
import { cartSettled } from './last-of';
import { type OrderedLines, orderedLines } from './ordered-lines';
import type { Cart } from './useCart';

const CART_EMPTY = 'checkout.cart_empty';

/** From the cart to where it is paid. */
export function useCheckout(cart: () => Cart | undefined) {
  const client = useQueryClient();
  const router = useRouter();
  const { money } = useRealMoney();

  const { providers: all } = usePaymentProviders();
  /** The sums that the whole cart can be paid in. */
  const totals = computed(() => cart()?.totals ?? {});
  const currency = computed({
    get: () =>
      money.value !== null && money.value in totals.value ? money.value : (Object.keys(totals.value)[0] ?? null),
    set: (code) => (money.value = code),
  });
  const providers = computed(() =>
    all.value.filter(
      ({ currencies }) => currencies === null || (currency.value !== null && currencies.includes(currency.value)),
    ),
  );
  const chosen = ref<string | null>(null);
  const provider = computed({
    get: () => providers.value.find(({ name }) => name === chosen.value)?.name ?? providers.value[0]?.name ?? null,
    set: (name) => (chosen.value = name),
  });
  const isReady = computed(
    () =>
      currency.value !== null && provider.value !== null && (cart()?.lines.every((line) => line.isAvailable) ?? false),
  );

  const intention = useIntention(
    () => ['checkout'],
    (key, asked: { provider: string; currency: string; expectedTotal: number }, _of: OrderedLines) =>
      answerOf(
        api.POST('/api/v1/checkout', {
          params: { header: { 'Idempotency-Key': key } },
          body: { ...asked, returnUrl: `${location.origin}/orders/{orderId}` },
        }),
      ),
  );
  /** The order that another page, or a request without an answer, made of this cart. */
  const madeOrderId = computed(() => {
    const { code, details } = asProblem(intention.problem.value);
    return code === CART_EMPTY && typeof details.orderId === 'string' ? details.orderId : null;
  });

  const isSettling = ref(false);

  /** A tap while a quantity is on its way is for the cart with that quantity. */
  async function checkOut(): Promise<void> {
    if (isSettling.value) return;
    isSettling.value = true;
    const isSettled = await cartSettled();
    isSettling.value = false;
    if (isSettled) await order(client.getQueryData<Cart>(ownKey('cart')));
  }

  /** @param whole the cart as it was answered last, which the page may not show yet */
  async function order(whole: Cart | undefined): Promise<void> {
    if (currency.value === null || provider.value === null) return;
    const expectedTotal = whole?.totals[currency.value];
    if (expectedTotal === undefined) return;
    const asked = { provider: provider.value, currency: currency.value, expectedTotal };
    const made = await intention.carryOut(asked, orderedLines(whole));
    void client.invalidateQueries({ queryKey: ['own'] });
    if (made === null) return;
    if (made.payment.url !== null) location.assign(made.payment.url);
    else await router.push({ name: 'order', params: { id: made.order.id } });
  }

  return {
    totals,
    currency,
    providers,
    provider,
    isReady,
    madeOrderId,
    checkOut,
    ...intention,
    isBusy: computed(() => isSettling.value || intention.isBusy.value),
  };
}
