import type { LimitPeriod } from '../products/product-limit';

const EVER = '0001-01-01';
const DAY_MS = 86_400_000;

/** The first day of the period that the moment lies in, `YYYY-MM-DD`. */
export function periodStart(period: LimitPeriod, atMs: number): string {
  return START[period](new Date(atMs));
}

const START: Record<LimitPeriod, (at: Date) => string> = {
  lifetime: () => EVER,
  day: (at) => dayOf(at.getTime()),
  week: (at) => dayOf(at.getTime() - ((at.getUTCDay() + 6) % 7) * DAY_MS),
  month: (at) => dayOf(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1)),
};

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
