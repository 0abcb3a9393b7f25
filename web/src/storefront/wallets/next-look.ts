const SECOND_MS = 1_000;
/** The moment is past here and not yet there: the device's clock runs ahead, nobody knows how far. */
const AGAIN_MS = 30_000;
const HOUR_MS = 3_600_000;

/**
 * After how many milliseconds a page that is left open looks again whether the time has come, also where its clock is
 * another; false when there is nothing to wait for.
 */
export function nextLookMs(claimableAt: string | null | undefined, nowMs: number): number | false {
  if (!claimableAt) return false;
  const leftMs = Date.parse(claimableAt) - nowMs;
  return leftMs <= 0 ? AGAIN_MS : Math.min(Math.max(leftMs, SECOND_MS), HOUR_MS);
}
