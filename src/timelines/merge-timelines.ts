import { TIMELINE_KINDS, type TimelineRow } from './timeline-row';

/**
 * The newest `limit` rows of several tables, newest first. From each table rows are only taken in the order in which it
 * gave them, so that none is skipped where ids and times disagree.
 */
export function mergeTimelines(rows: readonly TimelineRow[], limit: number): TimelineRow[] {
  let waiting = TIMELINE_KINDS.map((kind) => rows.filter((row) => row.kind === kind));
  const merged: TimelineRow[] = [];
  while (merged.length < limit) {
    waiting = waiting.filter((queue) => queue.length > 0);
    if (waiting.length === 0) break;
    const newest = waiting.reduce((best, queue) => (queue[0].at > best[0].at ? queue : best));
    merged.push(...newest.splice(0, 1));
  }
  return merged;
}
