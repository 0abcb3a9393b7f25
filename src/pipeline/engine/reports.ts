import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineDatabase } from './engine-database';
import {
  ANOMALIES_JSON,
  ARPDAU_JSON,
  copyCsv,
  copyLines,
  CURATED_CSV,
  METRICS_CSV,
  RECONCILIATION_JSON,
  ROAS_JSON,
  TOTALS,
} from './reports.sql';
import { THREE_WAY_JSON } from './three-way.sql';

/** A few rows each, every row a line of its own. */
const LISTS: Readonly<Record<string, string>> = {
  'roas_d1.json': ROAS_JSON,
  'roas_anomaly.json': ANOMALIES_JSON,
  'arpdau_d1.json': ARPDAU_JSON,
};

const REJECTED_CSV = `select file, line, cell(reason) as reason from rejected order by file, line, reason`;

/** Writes all reports into the folder, and down to the disk. */
export async function writeReports(database: EngineDatabase, folder: string, withLedger: boolean): Promise<void> {
  await database.run(TOTALS);
  const written = ['purchases_curated.csv', 'reconciliation.json', 'metrics_daily.csv', 'rejected.csv'];
  const path = (name: string) => join(folder, name);
  await database.run(copyCsv(CURATED_CSV, path('purchases_curated.csv')));
  await database.run(copyLines(RECONCILIATION_JSON, path('reconciliation.json')));
  await database.run(copyCsv(METRICS_CSV, path('metrics_daily.csv')));
  await database.run(copyCsv(REJECTED_CSV, path('rejected.csv')));
  for (const [name, sql] of Object.entries(LISTS)) {
    const lines = await database.rows<{ line: string }>(sql);
    await writeFile(path(name), `[${lines.map(({ line }) => `\n${line}`).join(',')}\n]\n`);
    written.push(name);
  }
  if (withLedger) {
    await database.run(copyLines(THREE_WAY_JSON, path('three_way.json')));
    written.push('three_way.json');
  }
  for (const name of written) await toDisk(path(name));
}

async function toDisk(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
