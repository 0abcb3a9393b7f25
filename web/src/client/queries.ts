import type { VueQueryPluginOptions } from '@tanstack/vue-query';
import { asProblem } from './problem';

const MAX_TRIES = 3;
const TOO_MANY = 429;
const FIRST_WAIT_MS = 1_000;
/** Nobody waits longer for a quota than this without being told. */
const LONGEST_QUOTA_SECONDS = 10;

/** How pages read: what a server refused is not asked again, what nobody answered is. */
export const queryOptions: VueQueryPluginOptions = {
  queryClientConfig: {
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < MAX_TRIES && isPassing(error),
        retryDelay: (failures, error) => (quotaOf(error) ?? 0) * 1_000 || FIRST_WAIT_MS * 2 ** failures,
      },
    },
  },
};

/** Nobody answered, the server failed, or it said that it will answer again. */
export function isPassing(error: unknown): boolean {
  const { status } = asProblem(error);
  if (status === TOO_MANY) return (quotaOf(error) ?? 0) <= LONGEST_QUOTA_SECONDS;
  return status === 0 || status >= 500;
}

/** After how many seconds it may be asked again, where the answer said so. */
function quotaOf(error: unknown): number | null {
  const { retryAfterSeconds } = asProblem(error).details;
  return typeof retryAfterSeconds === 'number' && retryAfterSeconds >= 0 ? retryAfterSeconds : null;
}
