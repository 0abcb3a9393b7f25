import { useQuery } from '@tanstack/vue-query';
import { computed, reactive, type Ref } from 'vue';
import { answerOf, api } from '../../client/api';
import type { components } from '../../client/schema';

export type Player = components['schemas']['UserProfile'];

/** Everything that is read of one player has a key below this one, so that a change renews all of it. */
export function playerKey(id: string): readonly ['player', string] {
  return ['player', id];
}

export function usePlayer(id: Ref<string>) {
  const path = computed(() => ({ params: { path: { id: id.value } } }));
  const keyOf = (part: string) => computed(() => [...playerKey(id.value), part]);
  return {
    profile: reactive(
      useQuery({ queryKey: keyOf('profile'), queryFn: () => answerOf(api.GET('/api/v1/users/{id}', path.value)) }),
    ),
    inventory: reactive(
      useQuery({
        queryKey: keyOf('inventory'),
        queryFn: () => answerOf(api.GET('/api/v1/users/{id}/inventory', path.value)),
      }),
    ),
    debts: reactive(
      useQuery({ queryKey: keyOf('debts'), queryFn: () => answerOf(api.GET('/api/v1/users/{id}/debts', path.value)) }),
    ),
    blocks: reactive(
      useQuery({
        queryKey: keyOf('blocks'),
        queryFn: () => answerOf(api.GET('/api/v1/users/{id}/purchase-blocks', path.value)),
      }),
    ),
  };
}
