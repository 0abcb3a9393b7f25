import { useInfiniteQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, reactive } from 'vue';
import { markRead, notificationPage } from '../../client/notifications';
import { isSignedIn } from '../../client/session';
import { language } from '../../words/i18n';
import { ownKey } from '../own';

const PAGE = 20;

/** What the player was told in the last days, newest first, in the language of the reader. */
export function useNotifications() {
  const client = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: computed(() => ownKey('notifications', language.value)),
    queryFn: ({ pageParam }) => notificationPage(PAGE, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    enabled: isSignedIn,
    retry: false,
  });
  const notifications = computed(() => query.data.value?.pages.flatMap(({ items }) => items) ?? []);

  return {
    query: reactive(query),
    notifications,
    unread: computed(() => query.data.value?.pages[0]?.unread ?? 0),
    readAll: async (): Promise<void> => {
      const [newest] = notifications.value;
      if (newest === undefined || newest.readAt !== null) return;
      await markRead(newest.id);
      await client.invalidateQueries({ queryKey: ownKey('notifications') });
    },
  };
}
