import { useQueryClient } from '@tanstack/vue-query';
import { onScopeDispose, watch } from 'vue';
import { listen, liveState, type Notification } from '../../client/live';
import { tellOnce } from '../tell';
import { changesStock, newsOf } from './news';
import { useNews } from './useNews';

/** What was missed and is older than this came while the page was away: it stands in the list and is not called out. */
const FRESH_MS = 60_000;
/** Several facts of one deed come together, and are asked for together. */
const GATHER_MS = 50;

/** Whatever befalls the player while the page is open is told, and shown where it matters. */
export function useLiveNews(): void {
  const client = useQueryClient();
  const { textOf } = useNews();
  let timer: ReturnType<typeof setTimeout> | undefined;

  let isStockOld = false;

  const refresh = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      void client.invalidateQueries({ queryKey: ['own'] });
      if (isStockOld) void client.invalidateQueries({ queryKey: ['products'] });
      isStockOld = false;
    }, GATHER_MS);
  };
  const hear = (notification: Notification): void => {
    isStockOld ||= changesStock(notification.type);
    refresh();
    if (liveState.value !== 'live' && Date.now() - Date.parse(notification.at) > FRESH_MS) return;
    const { transactionId } = newsOf(notification);
    void tellOnce(transactionId ?? notification.id, textOf(notification));
  };

  onScopeDispose(listen(hear));
  // After an interruption: what is shown may be what was before it.
  watch(liveState, (state, before) => {
    if (state === 'live' && before === 'connecting') refresh();
  });
}
