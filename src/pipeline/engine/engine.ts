import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ANOMALIES } from './anomalies.sql';
import { ACTIVE, ARPDAU } from './arpdau.sql';
import { CHARGEBACKS, shownRevenue, taken } from './chargebacks.sql';
import { chargeBackByAnyReceipt } from './chargebacks';
import { matchCrowds } from './crowds';
import { curate } from './curate';
import { EngineDatabase } from './engine-database';
import type { EngineProgress, EngineResult, EngineRun } from './engine-run';
import type { InputFile } from './input-file';
import { loadInputs } from './load';
import { MACROS } from './macros.sql';
import { finishPublishing, publish, sweep, workFolder } from './publish';
import { REACH_MINUTES, RECONCILE, SLOTS } from './reconcile.sql';
import { type Reported, writeReports } from './reports';
import { dayReported, ROAS } from './roas.sql';
import { THREE_WAY } from './three-way.sql';

const MICROSECONDS_PER_MINUTE = 60_000_000;

/** What a run knows while it goes on. */
interface Work {
  run: EngineRun;
  database: EngineDatabase;
  /** For what is gone after the run. */
  folder: string;
  /** Where the reports are made. */
  drafts: string;
  /** The files that became tables. */
  inputs: Record<string, InputFile>;
  reported?: Reported;
}

/** The run as a story: each phase leaves tables that the next one reads. */
const PHASES: Readonly<Record<string, (work: Work) => Promise<void>>> = {
  load: async (work) => {
    work.inputs = await loadInputs(work.database, work.run, work.folder);
  },
  curate: ({ database, run }) => curate(database, run),
  chargebacks: async ({ database, run }) => {
    await database.run(CHARGEBACKS.told);
    await database.run(CHARGEBACKS.chargedBack);
    await chargeBackByAnyReceipt(database);
    await database.run(CHARGEBACKS.marked);
    await database.run(CHARGEBACKS.unmatched);
    await database.run(taken[run.chargebacks]);
    await database.run(shownRevenue[run.chargebacks]);
  },
  reconcile: async ({ database }) => {
    await database.run(SLOTS);
    await database.run(RECONCILE.confirmed);
    await database.run(RECONCILE.confirmedReceipts);
    await database.run(RECONCILE.crowdedReceipts);
    await database.run(RECONCILE.meeting);
    await database.run(RECONCILE.found);
    await matchCrowds(database, RECONCILE.crowdsByReceipt, 'receipt', Infinity);
    await database.run(RECONCILE.busyDevices);
    await database.run(RECONCILE.candidates);
    await database.run(RECONCILE.crowded);
    await database.run(RECONCILE.byDevice);
    await matchCrowds(database, RECONCILE.crowdsByDevice, 'device', REACH_MINUTES * MICROSECONDS_PER_MINUTE);
    await database.run(RECONCILE.pairs);
    await database.run(RECONCILE.confirmedOnly);
  },
  metrics: async ({ database, run }) => {
    await database.run(ROAS);
    await database.run(dayReported(run.date));
    await database.run(ANOMALIES);
    await database.run(ACTIVE);
    await database.run(ARPDAU);
  },
  'three-way': async ({ database, run }) => {
    if (run.ledger !== undefined) for (const sql of Object.values(THREE_WAY)) await database.run(sql);
  },
  reports: async (work) => {
    work.reported = await writeReports(work.database, work.drafts, work.inputs);
  },
};

/**
 * One run in this process. Everything is made beside the reports, which change at the very end.
 * @throws UnusableInput
 */
export async function runHere(run: EngineRun, onProgress: (progress: EngineProgress) => void): Promise<EngineResult> {
  await mkdir(run.reports, { recursive: true });
  await finishPublishing(run.reports);
  await sweep(run.reports);
  const folder = workFolder(run.reports, process.pid);
  const drafts = join(folder, 'reports');
  await mkdir(drafts, { recursive: true });
  const database = await EngineDatabase.open(run.memory ?? '1GB', join(folder, 'spill'));
  try {
    await database.run(MACROS);
    const work: Work = { run, database, folder, drafts, inputs: {} };
    const timings = await inPhases(work, onProgress);
    await publish(drafts, run.reports);
    return { ...work.reported!, timings };
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

async function rowsRead({ database }: Work): Promise<number> {
  const [{ rows }] = await database.rows<{ rows: string }>('select count(*) as rows from purchase_rows');
  return Number(rows);
}
