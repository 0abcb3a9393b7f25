import { InvalidRequest } from '../platform/errors/platform.errors';
import { type Bucket, edgesOf } from './economy-buckets';

const MAX_BUCKETS = 400;
const DAY_MS = 86_400_000;
/** How far back a report goes when nobody says. */
const DEFAULT_PERIOD_MS: Record<Bucket, number> = {
  hour: 2 * DAY_MS,
  day: 30 * DAY_MS,
  week: 26 * 7 * DAY_MS,
  month: 365 * DAY_MS,
};

export interface ReportPeriod {
  bucket: Bucket;
  /** ISO 8601; by default now, and as far back as suits the bucket. */
  from?: string;
  to?: string;
}

/**
 * The beginnings of the buckets of a report, in milliseconds, and the end of the last.
 *
 * @throws InvalidRequest for an empty period or more than 400 buckets
 */
export function edgesIn({ bucket, from, to }: ReportPeriod, now: number): number[] {
  const toMs = Math.min(now, to === undefined ? now : Date.parse(to));
  const fromMs = from === undefined ? toMs - DEFAULT_PERIOD_MS[bucket] : Date.parse(from);
  const edges = edgesOf(bucket, fromMs, toMs, MAX_BUCKETS);
  if (fromMs < toMs && edges.length <= MAX_BUCKETS + 1) return edges;
  const detail = fromMs >= toMs ? 'must be before `to`' : `must not be more than ${MAX_BUCKETS} buckets before \`to\``;
  throw new InvalidRequest(`The request is not valid: from ${detail}.`, [{ detail, pointer: '/from' }]);
}
