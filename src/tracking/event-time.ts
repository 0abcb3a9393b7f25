export const EVENT_BUCKETS = ['hour', 'day'] as const;
export type EventBucket = (typeof EVENT_BUCKETS)[number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BUCKET_MS: Record<EventBucket, number> = { hour: HOUR_MS, day: DAY_MS };

/** How late an event may come to keep the time it names: a phone that was offline for a month. */
export const MAX_LATE_MS = 30 * DAY_MS;

/**
 * When an event counts as having happened. Clocks of players are set as they please: what lies in the future happened
 * when it came, and what is older than 30 days by then happened 30 days before.
 */
export function momentOfEvent(toldMs: number | undefined, receivedMs: number): number {
  if (toldMs === undefined) return receivedMs;
  return Math.min(receivedMs, Math.max(toldMs, receivedMs - MAX_LATE_MS));
}

/** The beginning of the bucket that holds this moment, in UTC. */
export function startOfBucket(bucket: EventBucket, ms: number): number {
  return Math.floor(ms / BUCKET_MS[bucket]) * BUCKET_MS[bucket];
}

/** The whole buckets that hold a moment of [from, to): where the first begins, where the last ends, how many. */
export function wholeBuckets(bucket: EventBucket, fromMs: number, toMs: number) {
  const sinceMs = startOfBucket(bucket, fromMs);
  const untilMs = startOfBucket(bucket, Math.max(toMs, fromMs + 1) - 1) + BUCKET_MS[bucket];
  return { sinceMs, untilMs, count: (untilMs - sinceMs) / BUCKET_MS[bucket] };
}

/** A day in UTC, as `2026-11-21`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** This day and those after it. */
export function daysFrom(ms: number, count: number): string[] {
  return Array.from({ length: count }, (_, ahead) => dayOf(ms + ahead * DAY_MS));
}

export function daysBefore(ms: number, days: number): number {
  return ms - days * DAY_MS;
}
