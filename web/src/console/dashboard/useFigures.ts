import { useQuery } from '@tanstack/vue-query';
import { computed, reactive, type Ref } from 'vue';
import { answerOf, api } from '../../client/api';
import type { Period } from './period';

/** The dashboard moves by itself. */
const RENEW_MS = 20_000;

export function useSales(period: Ref<Period>) {
  return reactive(
    useQuery({
      queryKey: computed(() => ['dashboard', 'sales', period.value]),
      queryFn: () => answerOf(api.GET('/api/v1/analytics/sales', { params: { query: period.value } })),
      refetchInterval: RENEW_MS,
    }),
  );
}

export function useEconomy(period: Ref<Period>, currency: Ref<string>) {
  return reactive(
    useQuery({
      queryKey: computed(() => ['dashboard', 'economy', period.value, currency.value]),
      queryFn: () =>
        answerOf(
          api.GET('/api/v1/analytics/economy', { params: { query: { ...period.value, currency: currency.value } } }),
        ),
      enabled: computed(() => currency.value !== ''),
      refetchInterval: RENEW_MS,
    }),
  );
}

export function useQueues() {
  return reactive(
    useQuery({
      queryKey: ['dashboard', 'queues'],
      queryFn: () => answerOf(api.GET('/api/v1/admin/queues')),
      refetchInterval: RENEW_MS,
    }),
  );
}

export function useReaders() {
  return reactive(
    useQuery({
      queryKey: ['dashboard', 'readers'],
      queryFn: () => answerOf(api.GET('/api/v1/admin/outbox-readers')),
      refetchInterval: RENEW_MS,
    }),
  );
}

export function useWebhookHealth() {
  return reactive(
    useQuery({
      queryKey: ['dashboard', 'webhooks'],
      queryFn: () => answerOf(api.GET('/api/v1/webhook-endpoints/health')),
      refetchInterval: RENEW_MS,
    }),
  );
}
