import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineDatabase } from './engine-database';
import type { EngineCounts } from './engine-run';
import type { InputFile } from './input-file';
import { METRICS_CSV } from './metrics.sql';
import { writeRejected } from './rejected';
import {
  ANOMALIES_JSON,
  ARPDAU_JSON,
  copyCsv,
  copyLines,
  COUNTS,
  CURATED_CSV,
  type ReconciliationHead,
  reconciliationJson,
  ROAS_JSON,
} from './reports.sql';
import { THREE_WAY_JSON } from './three-way.sql';

/** A few rows each, every row a line of its own. */
const LISTS: Readonly<Record<string, string>> = {
  'roas_d1.json': ROAS_JSON,
  'roas_anomaly.json': ANOMALIES_JSON,
  'arpdau_d1.json': ARPDAU_JSON,
};

interface CountsRow {
  rowsRead: string;
  curated: string;
  duplicates: string;
  filtered: string;
  matched: string;
  byReceipt: string;
  confirmedOnly: string;
  exceptions: string;
  chargedBack: string;
  firstPurchase: string | null;
  firstConfirmedOnly: string | null;
}

export interface Reported {
  counts: EngineCounts;
  rejectedFiles: string[];
}

/**
 * Writes all reports into the folder. The large ones are written side by side, each in a session of its own, for writing
 * one keeps only one core busy.
 */
export async function writeReports(
  database: EngineDatabase,
  folder: string,
  inputs: Readonly<Record<string, InputFile>>,
): Promise<Reported> {
  const path = (name: string) => join(folder, name);
  const copy = async (sql: string) => (await database.session()).run(sql);
  const [row] = await database.rows<CountsRow>(COUNTS);
  const head = headOf(row);
  await database.useOneCoreEach(3);
  const [rejected] = await Promise.all([
    writeRejected(database, path('rejected.csv'), inputs),
    copy(copyLines(reconciliationJson(head), path('reconciliation.json'))),
    copy(copyCsv(CURATED_CSV, path('purchases_curated.csv'))),
  ]);
  await database.run(copyCsv(METRICS_CSV, path('metrics_daily.csv')));
  for (const [name, sql] of Object.entries(LISTS)) {
    const lines = await database.rows<{ line: string }>(sql);
    await writeFile(path(name), `[${lines.map(({ line }) => `\n${line}`).join(',')}\n]\n`);
  }
  if ('order_rows' in inputs) await database.run(copyLines(THREE_WAY_JSON, path('three_way.json')));
  const rejectedFiles = Object.keys(rejected).map((table) => inputs[table].name);
  const counts = countsOf(row, rejected.purchase_rows ?? { all: 0, unread: 0 });
  return { counts, rejectedFiles: rejectedFiles.toSorted() };
}

function countsOf(row: CountsRow, rejected: { all: number; unread: number }): EngineCounts {
  const curated = Number(row.curated);
  const matched = Number(row.matched);
  return {
    rowsIn: Number(row.rowsRead) + rejected.unread,
    curated,
    duplicates: Number(row.duplicates),
    filtered: Number(row.filtered),
    rejected: rejected.all,
    matched,
    afOnly: curated - matched,
    confirmedOnly: Number(row.confirmedOnly),
    exceptions: Number(row.exceptions),
  };
}

function headOf(row: CountsRow): ReconciliationHead {
  const first = (id: string | null) => (id === null ? null : Number(id));
  return {
    summary: {
      matched: Number(row.matched),
      af_only: Number(row.curated) - Number(row.matched),
      confirmed_only: Number(row.confirmedOnly),
      by_receipt: Number(row.byReceipt),
      by_device: Number(row.matched) - Number(row.byReceipt),
      charged_back: Number(row.chargedBack),
      exceptions: Number(row.exceptions),
    },
    firstPurchase: first(row.firstPurchase),
    firstConfirmedOnly: first(row.firstConfirmedOnly),
  };
}
