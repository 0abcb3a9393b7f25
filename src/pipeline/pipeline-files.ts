/** The inputs, by the names under which they may be uploaded. */
export const INPUTS = ['purchases_raw.csv', 'confirmed_purchases.csv', 'costs_daily.csv', 'sessions.csv'] as const;
export type InputName = (typeof INPUTS)[number];

export const MAX_UPLOAD_BYTES = 200 * 1024 * 1024;

const CSV = 'text/csv; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/** The reports and what each is: nothing else in the folder of a run is shown to anybody. */
const REPORTS: Readonly<Record<string, string>> = {
  'purchases_curated.csv': CSV,
  'reconciliation.json': JSON_TYPE,
  'roas_d1.json': JSON_TYPE,
  'roas_anomaly.json': JSON_TYPE,
  'arpdau_d1.json': JSON_TYPE,
  'rejected.csv': CSV,
  'metrics_daily.csv': CSV,
  'three_way.json': JSON_TYPE,
};

export const REPORT_NAMES = Object.keys(REPORTS);

/** Undefined for what is no report. */
export function contentTypeOf(name: string): string | undefined {
  return Object.hasOwn(REPORTS, name) ? REPORTS[name] : undefined;
}

/** What the engine reads of a folder: each input as it is, or as Parquet. */
export function inputNamesOnDisk(): string[] {
  return INPUTS.flatMap((name) => [name, name.replace('.csv', '.parquet')]);
}
