import { type QueryKey, useQueryClient } from '@tanstack/vue-query';
import { watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { sessionUserId } from '../client/session';

/**
 * When somebody else is signed in, or nobody any more, what was read for another is forgotten, and a page that nobody may
 * see leads to where one signs in.
 *
 * @param mayStay whether who is signed in now may see the page
 * @param isOthers whether what was read under this key was read for another
 */
export function useSessionWatch(mayStay: () => boolean, isOthers: (key: QueryKey) => boolean): void {
  const client = useQueryClient();
  const route = useRoute();
  const router = useRouter();
  watch(sessionUserId, () => {
    client.removeQueries({ predicate: ({ queryKey }) => isOthers(queryKey) });
    if (!mayStay()) void router.replace({ name: 'logIn', query: { next: route.fullPath } });
  });
}
