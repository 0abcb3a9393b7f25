/** How far back the dashboard looks, and how finely. */
export const SPANS = { day: 'hour', week: 'hour', month: 'day', quarter: 'day' } as const;
export type Span = keyof typeof SPANS;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LENGTH_MS: Record<Span, number> = {
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  quarter: 90 * DAY_MS,
};

export interface Period {
  bucket: 'hour' | 'day';
  /** ISO 8601, at the beginning of a bucket. */
  from: string;
}

/** The same for a whole bucket, so that what was read stays good that long. */
export function periodOf(span: Span, now: number): Period {
  const bucket = SPANS[span];
  const bucketMs = bucket === 'hour' ? HOUR_MS : DAY_MS;
  const from = Math.floor(now / bucketMs) * bucketMs - LENGTH_MS[span] + bucketMs;
  return { bucket, from: new Date(from).toISOString() };
}

/** Days are those of UTC, hours those of the reader. */
export function bucketName(start: string, bucket: Period['bucket'], language: string): string {
  const day = { day: 'numeric', month: 'short' } as const;
  const form =
    bucket === 'day' ? { ...day, timeZone: 'UTC' } : ({ ...day, hour: '2-digit', minute: '2-digit' } as const);
  return new Intl.DateTimeFormat(language, form).format(new Date(start));
}
