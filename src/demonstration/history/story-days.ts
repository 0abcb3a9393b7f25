export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;

/** Six weeks, the last day of which is the one that the story was begun on. */
export const DAYS = 42;

/** From when to when the story goes. */
export interface Period {
  /** The beginning of a day of UTC. */
  fromMs: number;
  toMs: number;
}

export function periodUntil(toMs: number): Period {
  return { fromMs: Math.floor(toMs / DAY_MS) * DAY_MS - (DAYS - 1) * DAY_MS, toMs };
}

export function dayStart({ fromMs }: Period, day: number): number {
  return fromMs + day * DAY_MS;
}

/** `2026-11-21` */
export function dayName(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
