const DAY_MS = 24 * 3_600_000;
const DAYS_BEFORE = 7;

export interface DayFigure {
  /** `2026-11-21`. */
  date: string;
  value: number | null;
}

/**
 * The days whose figure is below half the mean of those known of the seven days before, as the pipeline judges its
 * last day (docs/pipeline.md).
 */
export function anomalousDays(days: readonly DayFigure[]): Set<number> {
  const known = new Map(days.map(({ date, value }) => [Date.parse(date), value]));
  return new Set(days.flatMap(({ date, value }, index) => (isAnomaly(value, before(date, known)) ? [index] : [])));
}

function before(date: string, known: ReadonlyMap<number, number | null>): number[] {
  const days = Array.from({ length: DAYS_BEFORE }, (_, ago) => Date.parse(date) - (ago + 1) * DAY_MS);
  return days.map((day) => known.get(day) ?? null).filter((value) => value !== null);
}

function isAnomaly(value: number | null, earlier: readonly number[]): boolean {
  if (value === null || earlier.length === 0) return false;
  return value * 2 * earlier.length < earlier.reduce((sum, each) => sum + each, 0);
}
