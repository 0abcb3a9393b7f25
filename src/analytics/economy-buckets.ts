export const BUCKETS = ['hour', 'day', 'week', 'month'] as const;
export type Bucket = (typeof BUCKETS)[number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Monday, 5 January 1970: weeks are those of ISO 8601. */
const A_MONDAY_MS = 4 * DAY_MS;

/** The beginning of the bucket that holds this moment, in UTC. */
export function startOf(bucket: Bucket, ms: number): number {
  if (bucket === 'month') {
    const date = new Date(ms);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  }
  if (bucket === 'week') return A_MONDAY_MS + Math.floor((ms - A_MONDAY_MS) / (7 * DAY_MS)) * 7 * DAY_MS;
  const length = bucket === 'hour' ? HOUR_MS : DAY_MS;
  return Math.floor(ms / length) * length;
}

/** The beginning of the bucket after the one that begins here. */
export function nextOf(bucket: Bucket, startMs: number): number {
  if (bucket === 'month') {
    const date = new Date(startMs);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  }
  return startMs + { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS }[bucket];
}

/** The beginnings of the buckets that hold a moment of [from, to), and of the one after them; at most `limit` + 1. */
export function edgesOf(bucket: Bucket, fromMs: number, toMs: number, limit: number): number[] {
  const edges = [startOf(bucket, fromMs)];
  while (edges[edges.length - 1] < toMs && edges.length <= limit + 1) {
    edges.push(nextOf(bucket, edges[edges.length - 1]));
  }
  return edges;
}

/** How often a unit was spent: what was burned over the mean of what circulated at both ends. Null where nothing did. */
export function velocityOf(burned: bigint, circulationBefore: bigint, circulationAfter: bigint): number | null {
  const mean = (Number(circulationBefore) + Number(circulationAfter)) / 2;
  return mean === 0 ? null : Number(burned) / mean;
}
