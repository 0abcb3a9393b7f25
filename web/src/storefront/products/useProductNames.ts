import { useQueries } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { answerOf, api } from '../../client/api';
import { language } from '../../words/i18n';
import { isGone } from './is-gone';

const NAMES_HOLD_MS = 10 * 60_000;

/** The names of products that are known by their ids alone; null for what is not sold any more, undefined until known. */
export function useProductNames(ids: Ref<readonly string[]>) {
  const wanted = computed(() => [...new Set(ids.value)]);
  const answers = useQueries({
    queries: computed(() =>
      wanted.value.map((id) => ({
        queryKey: ['product-name', language.value, id],
        queryFn: () => answerOf(api.GET('/api/v1/products/{idOrSku}', { params: { path: { idOrSku: id } } })),
        staleTime: NAMES_HOLD_MS,
      })),
    ),
  });
  const names = computed(() => new Map(wanted.value.map((id, index) => [id, answers.value[index]])));

  return {
    nameOf: (id: string): string | null | undefined => {
      const answer = names.value.get(id);
      return isGone(answer?.error) ? null : answer?.data?.name;
    },
  };
}
