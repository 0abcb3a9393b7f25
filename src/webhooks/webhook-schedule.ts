const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after an attempt that failed the next one comes: the schedule of Standard Webhooks, over three days. */
const DELAYS_MS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
/** At most so much longer, so that what failed together does not come back together. */
const JITTER = 0.2;
const MAX_RETRY_AFTER_MS = 24 * HOUR;

/** From so many failures in a row on, an endpoint is left alone for a while between them. */
const PATIENCE = 10;
const MAX_PAUSE_MS = 5 * MINUTE;
/** With these an endpoint says that it has too much to do. */
const BUSY = [429, 502, 503, 504];
const BUSY_PAUSE_MS = 5 * SECOND;

/**
 * When to try again, counted from now.
 *
 * @param tries how often it was tried by now
 * @param random from 0 to 1
 * @returns undefined when it is given up
 */
export function nextTryMs(tries: number, random: number, retryAfterMs = 0): number | undefined {
  const delay = DELAYS_MS[tries - 1];
  if (delay === undefined) return undefined;
  return Math.round(Math.max(delay * (1 + JITTER * random), Math.min(retryAfterMs, MAX_RETRY_AFTER_MS)));
}

/**
 * How long nothing at all is sent to an endpoint after an attempt that failed: what it asks for when it has too much to
 * do, or longer with each failure in a row, so that one that is away does not keep us busy with all of its players.
 */
export function pauseMs(failuresInARow: number, status: number | null, retryAfterMs = 0): number {
  const isBusy = status !== null && BUSY.includes(status);
  const busy = isBusy ? Math.max(Math.min(retryAfterMs, HOUR), BUSY_PAUSE_MS) : 0;
  const doublings = Math.min(failuresInARow - PATIENCE, 30);
  const tired = doublings < 0 ? 0 : Math.min(SECOND * 2 ** doublings, MAX_PAUSE_MS);
  return Math.max(busy, tired);
}

/** What a `Retry-After` says, in seconds or as a date; 0 for anything else. */
export function retryAfterMs(header: string | undefined, nowMs: number): number {
  if (header === undefined) return 0;
  if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(at - nowMs, 0);
}
