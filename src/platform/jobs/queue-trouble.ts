/** Why somebody should look at a queue now; null: nobody need. */
export const QUEUE_TROUBLES = ['no_answer', 'failed', 'waiting'] as const;
export type QueueTrouble = (typeof QUEUE_TROUBLES)[number];

const HOUR_MS = 3_600_000;
/** What failed a day ago was seen, or does not matter; it can still be read, retried and dismissed. */
const RECENT_MS = 24 * HOUR_MS;
/** So long nothing waits where somebody works. */
const UNATTENDED_MS = 5 * 60_000;
/** So long nothing waits behind other work. */
const BEHIND_MS = HOUR_MS;

/** What the trouble of a queue that answers depends on. Times are milliseconds since 1970; null: there is none. */
export interface QueueFacts {
  /** How many jobs are under way. */
  active: number;
  /** When the newest of the jobs that are still given up was given up: one that was retried or dismissed is not. */
  lastFailedMs: number | null;
  /** Since when the oldest job could begin. */
  waitingSinceMs: number | null;
}

/** Why somebody should look at a queue; its facts are null while it does not answer. */
export function troubleOf(facts: QueueFacts | null, nowMs: number): QueueTrouble | null {
  if (facts === null) return 'no_answer';
  const { active, lastFailedMs, waitingSinceMs } = facts;
  if (lastFailedMs !== null && nowMs - lastFailedMs < RECENT_MS) return 'failed';
  const patienceMs = active === 0 ? UNATTENDED_MS : BEHIND_MS;
  return waitingSinceMs !== null && nowMs - waitingSinceMs > patienceMs ? 'waiting' : null;
}
