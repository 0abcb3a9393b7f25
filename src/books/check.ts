/** A law that holds for every player at any time. */
export interface Check {
  name: string;
  proves: string;
  /**
   * Everything that the law is asked of in the slice of players from $1 to $2: a row each, with `bad` and the ids and
   * figures that tell an operator what was found; `"userId"` among them.
   */
  sql: string;
  /** Of several violations of one player the first by this is told. */
  orderBy: string;
}

/** Whose rows are in the slice. */
export function inSlice(table: string): string {
  return `${table}.user_id between $1 and $2`;
}

/** What became of a check. */
export interface CheckResult {
  name: string;
  proves: string;
  /** How many rows were examined. */
  rows: number;
  violations: number;
  first: Record<string, unknown> | null;
  ms: number;
}

/** Adds up what a check finds, slice by slice. */
export class Tally {
  readonly result: CheckResult;

  constructor({ name, proves }: { name: string; proves: string }) {
    this.result = { name, proves, rows: 0, violations: 0, first: null, ms: 0 };
  }

  async timed<T>(work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const done = await work();
    this.result.ms += performance.now() - start;
    return done;
  }

  examined(rows: number): void {
    this.result.rows += rows;
  }

  violated(first: Record<string, unknown>, times = 1): void {
    this.result.violations += times;
    this.result.first ??= first;
  }
}
