/** What one run reads, where it writes and by which of the two readings of a rule. */
export interface EngineRun {
  /** The folder of the inputs: CSV, or Parquet of the same names. */
  data: string;
  /** The folder of the reports, which change together or not at all. */
  reports: string;
  /** `receipt`: one receipt counts once on a device; `event` leaves that rule out. */
  dedupe: 'receipt' | 'event';
  /** `original`: a chargeback takes the revenue of the purchase away; `ledger`: it is booked on its own day. */
  chargebacks: 'original' | 'ledger';
  /** The day reported on as D-1, YYYY-MM-DD; without it the second-latest day of the purchases. */
  date?: string;
  /** CSV of our own paid orders: order_id, receipt_id, provider, player_id, paid_at_utc, amount_usd, status. */
  ledger?: string;
  /** What DuckDB may hold before it spills to disk. */
  memory?: string;
}

export interface EngineProgress {
  phase: string;
  step: number;
  steps: number;
  /** Purchase rows read so far. */
  rows: number;
}

/** rowsIn = curated + duplicates + filtered + rejected. */
export interface EngineCounts {
  rowsIn: number;
  curated: number;
  duplicates: number;
  filtered: number;
  rejected: number;
  matched: number;
  afOnly: number;
  confirmedOnly: number;
  exceptions: number;
}

export interface EngineResult {
  counts: EngineCounts;
  /** Milliseconds per phase. */
  timings: Record<string, number>;
  /** The inputs that had rows in `rejected.csv`. */
  rejectedFiles: string[];
}
