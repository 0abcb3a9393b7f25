import { idsFrom, momentOfId } from '../platform/database/new-id';
import { MAX_LATE_MS, startOfBucket } from './event-time';
import type { EventFilter } from './player-event';

const DAY_MS = 86_400_000;
/** An id is made a moment before or after the time beside it, and clocks are set back. */
const APART_MS = 3_600_000;
const FIRST_DAYS = 2;
const GROWTH = 4;

/** Ids from `from` up to, but without, `end`. */
export interface IdRange {
  from: string;
  end: string;
}

/**
 * Between which ids the events of a player are that may pass this filter. An event comes after it has happened, counts
 * as having happened 30 days before that at most, and comes when there is a player: their own id tells since when.
 */
export function idRangeOf(userId: string, { since, until }: EventFilter, nowMs: number): IdRange {
  const cameMs = (isTimed(userId) ? momentOfId(userId) : 0) - DAY_MS;
  const sinceMs = since === undefined ? cameMs : Date.parse(since) - APART_MS;
  const untilMs = until === undefined ? nowMs : Math.min(Date.parse(until) + MAX_LATE_MS, nowMs);
  return { from: idsFrom(Math.max(sinceMs, cameMs)), end: idsFrom(untilMs + APART_MS) };
}

/**
 * The range in pieces of whole days, the latest first, each several times longer than the one before: who did something
 * lately is found in few days, and who did not in few questions. A range ends an hour after now: in the last hour of a day
 * it is counted from that day all the same.
 */
export function* windowsOf({ from, end }: IdRange): Generator<IdRange> {
  let upTo = end;
  for (let days = FIRST_DAYS; from < upTo; days *= GROWTH) {
    const start = idsFrom(startOfBucket('day', momentOfId(upTo) - APART_MS) - (days - 1) * DAY_MS);
    const window = { from: start > from ? start : from, end: upTo };
    yield window;
    upTo = window.from;
  }
}

function isTimed(id: string): boolean {
  return id[14] === '7';
}
