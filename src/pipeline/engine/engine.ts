import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ANOMALIES } from './anomalies.sql';
import { ACTIVE, ARPDAU } from './arpdau.sql';
import { CHARGEBACKS, revenue } from './chargebacks.sql';
import { countsOf } from './counts';
import { matchCrowds } from './crowds';
import { CURATE } from './curate.sql';
import { EngineDatabase } from './engine-database';
import type { EngineProgress, EngineResult, EngineRun } from './engine-run';
import { loadInputs, type RejectedRows } from './load';
import { MACROS } from './macros.sql';
import { finishPublishing, publish } from './publish';
import { REACH, REACH_MINUTES, RECONCILE } from './reconcile.sql';
import { writeReports } from './reports';
import { dayReported, ROAS } from './roas.sql';
import { THREE_WAY } from './three-way.sql';

const MICROSECONDS_PER_MINUTE = 60_000_000;

/** What a run knows while it goes on. */
interface Work {
  run: EngineRun;
  database: EngineDatabase;
  /** Where the reports are made. */
  drafts: string;
  rejected: RejectedRows;
}

/** The run as a story: each phase leaves tables that the next one reads. */
const PHASES: Readonly<Record<string, (work: Work) => Promise<void>>> = {
  load: async (work) => {
    work.rejected = await loadInputs(work.database, work.run);
  },
  curate: async ({ database, run }) => {
    await database.run(CURATE.sales);
    await database.run(CURATE.repeatedEvents);
    if (run.dedupe === 'receipt') await database.run(CURATE.repeatedReceipts);
    await database.run(CURATE.curated);
  },
  chargebacks: async ({ database, run }) => {
    await database.run(CHARGEBACKS.told);
    await database.run(CHARGEBACKS.chargedBack);
    await database.run(CHARGEBACKS.unmatched);
    await database.run(revenue[run.chargebacks]);
  },
  reconcile: async ({ database }) => {
    await database.run(REACH);
    await database.run(RECONCILE.confirmed);
    await database.run(RECONCILE.pairs);
    await database.run(RECONCILE.crowdedReceipts);
    await database.run(RECONCILE.byReceipt);
    await matchCrowds(database, RECONCILE.crowdsByReceipt, 'receipt', Infinity);
    await database.run(RECONCILE.neighbours);
    await database.run(RECONCILE.byDevice);
    await matchCrowds(database, RECONCILE.crowdsByDevice, 'device', REACH_MINUTES * MICROSECONDS_PER_MINUTE);
  },
  metrics: async ({ database, run }) => {
    await database.run(dayReported(run.date));
    await database.run(ROAS);
    await database.run(ANOMALIES);
    await database.run(ACTIVE);
    await database.run(ARPDAU);
  },
  'three-way': async ({ database, run }) => {
    if (run.ledger !== undefined) for (const sql of Object.values(THREE_WAY)) await database.run(sql);
  },
  reports: ({ database, drafts, run }) => writeReports(database, drafts, run.ledger !== undefined),
};

/**
 * One run in this process. Everything is made beside the reports, which change at the very end.
 * @throws UnusableInput
 */
export async function runHere(run: EngineRun, onProgress: (progress: EngineProgress) => void): Promise<EngineResult> {
  await mkdir(run.reports, { recursive: true });
  await finishPublishing(run.reports);
  const folder = join(run.reports, `.work-${process.pid}`);
  const drafts = join(folder, 'reports');
  await mkdir(drafts, { recursive: true });
  const database = await EngineDatabase.open(run.memory ?? '1GB', join(folder, 'spill'));
  try {
    await database.run(MACROS);
    const work: Work = { run, database, drafts, rejected: {} };
    const timings = await inPhases(work, onProgress);
    const { counts, rejectedFiles } = await countsOf(database, work.rejected.purchase_rows);
    await publish(drafts, run.reports);
    return { counts, timings, rejectedFiles };
  } finally {
    database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function inPhases(work: Work, onProgress: (progress: EngineProgress) => void): Promise<Record<string, number>> {
  const timings: Record<string, number> = {};
  const phases = Object.entries(PHASES);
  let rows = 0;
  for (const [index, [phase, run]] of phases.entries()) {
    onProgress({ phase, step: index + 1, steps: phases.length, rows });
    const started = performance.now();
    await run(work);
    timings[phase] = Math.round(performance.now() - started);
    if (phase === 'load') rows = await rowsRead(work);
  }
  return timings;
}

async function rowsRead({ database, rejected }: Work): Promise<number> {
  const [{ rows }] = await database.rows<{ rows: string }>('select count(*) as rows from purchase_rows');
  return Number(rows) + rejected.purchase_rows;
}
