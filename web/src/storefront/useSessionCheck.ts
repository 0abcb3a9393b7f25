import { onScopeDispose, watch } from 'vue';
import { liveState } from '../client/live';
import { isSignedIn, renew } from '../client/session';

/** An interruption that lasts is looked into; most are over by then. */
const INTERRUPTION_MS = 2_000;

/**
 * A session may end on another device or by staff. An open page asks whether it still holds when its socket is ended,
 * instead of showing for minutes what was somebody's. (Other tabs say so themselves.)
 */
export function useSessionCheck(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const check = (): void => {
    // When nobody answers, whoever is signed in stays so.
    if (isSignedIn.value) void renew().catch(() => undefined);
  };
  watch(liveState, (state, before) => {
    clearTimeout(timer);
    if (before === 'live' && state === 'connecting') timer = setTimeout(check, INTERRUPTION_MS);
  });
  onScopeDispose(() => clearTimeout(timer));
}
