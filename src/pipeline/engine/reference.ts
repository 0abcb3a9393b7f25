import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineCounts, EngineRun } from './engine-run';
import { distinct, originalsOf } from './reference-chargebacks';
import { readCsv } from './reference-csv';
import { carrying, curateSlowly, type Told, toldBy } from './reference-curate';
import { add, dayReported, metricsOf, type ReferenceMetrics, spentOf, usersOf } from './reference-metrics';
import { type ReferencePair, reconcileSlowly } from './reference-reconcile';
import { dateAt } from './reference-values';

export interface Reference {
  counts: EngineCounts;
  curated: Told[];
  /** Purchases whose revenue was taken away. */
  zeroed: Set<Told>;
  exceptions: Told[];
  pairs: ReferencePair[];
  confirmedOnly: Told[];
  metrics: ReferenceMetrics | null;
  /** Lines that cannot be read, by file. */
  rejected: Record<string, number[]>;
}

/**
 * All rules once more: without a database, without SQL, row by row and slowly, so that the engine can be held against
 * it. It shares no code with the engine.
 */
export async function referenceOf(
  folder: string,
  { dedupe, chargebacks, date }: Pick<EngineRun, 'dedupe' | 'chargebacks' | 'date'>,
): Promise<Reference> {
  const records = async (name: string) => readCsv(await readFile(join(folder, name), 'utf8'));
  const confirmations = (await records('confirmed_purchases.csv')).map((record) => ({ record, told: toldBy(record) }));
  const confirmed = confirmations.flatMap(({ told }) => told ?? []);
  const purchases = curateSlowly(await records('purchases_raw.csv'), dedupe);
  purchases.curated = purchases.curated.map(carrying(confirmed));
  const pairs = reconcileSlowly(purchases.curated, confirmed);
  const paired = new Set(pairs.map(({ confirmation }) => confirmation));
  const told = distinct(purchases.chargebacks);
  const originals = originalsOf(purchases.curated, told);
  const zeroed = new Set(chargebacks === 'original' ? originals.values() : []);
  const exceptions = told.filter((row) => !originals.has(row));
  const rejected: Record<string, number[]> = {
    'purchases_raw.csv': purchases.rejected,
    'confirmed_purchases.csv': confirmations.filter(({ told }) => told === null).map(({ record }) => record.line),
    'costs_daily.csv': [],
    'sessions.csv': [],
  };
  const cost = spentOf(await records('costs_daily.csv'), rejected['costs_daily.csv']);
  const users = usersOf(await records('sessions.csv'), rejected['sessions.csv']);
  const booked = chargebacks === 'ledger' ? originals : new Map<Told, Told>();
  const revenue = revenueOf(purchases.curated, zeroed, booked);
  const day = dayReported(purchases.curated, date);
  const { curated, duplicates, filtered } = purchases;
  return {
    counts: {
      rowsIn: curated.length + duplicates + filtered + purchases.rejected.length,
      curated: curated.length,
      duplicates,
      filtered,
      rejected: purchases.rejected.length,
      matched: pairs.length,
      afOnly: curated.length - pairs.length,
      confirmedOnly: confirmed.length - pairs.length,
      exceptions: exceptions.length,
    },
    curated,
    zeroed,
    exceptions,
    pairs,
    confirmedOnly: confirmed.filter((row) => !paired.has(row)),
    metrics: day === undefined ? null : metricsOf({ revenue, cost, users }, day),
    rejected,
  };
}

function revenueOf(
  curated: readonly Told[],
  without: ReadonlySet<Told>,
  booked: ReadonlyMap<Told, Told>,
): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  const key = (row: Told, campaign: string) => `${dateAt(row.at)}|${campaign.toUpperCase()}`;
  for (const row of curated) add(sums, key(row, row.campaign), without.has(row) ? 0n : row.revenue);
  for (const [row, original] of booked)
    add(sums, key(row, original.campaign), row.revenue < 0n ? row.revenue : -row.revenue);
  return sums;
}
