import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputFolder } from '../../src/pipeline/input-folder';
import {
  type EngineProgress,
  type EngineResult,
  type EngineRun,
  PipelineEngine,
} from '../../src/pipeline/pipeline-engine';
import { newId } from '../../src/platform/database/new-id';
import { ReportFolder } from '../../src/pipeline/report-folder';
import type { TestApp } from './app';
import { eventually } from './eventually';
import { type Answer, call, type TestUser } from './players';

export interface ShownRun {
  id: string;
  state: string;
  origin: string;
  attempt: number;
  progress: EngineProgress | null;
  counts: EngineResult['counts'] | null;
  timings: Record<string, number> | null;
  error: { code: string; message: string; file?: string; column?: string; line?: number } | null;
  reports: string[];
  code: string;
  runId: string;
}

export const COUNTS = {
  rowsIn: 10,
  curated: 6,
  duplicates: 2,
  filtered: 1,
  rejected: 1,
  matched: 3,
  afOnly: 2,
  confirmedOnly: 1,
  exceptions: 1,
};

const HEADER = 'date,campaign,revenue_usd,ad_cost_usd,roas,dau,arpdau,matched,af_only,confirmed_only';

/** What an engine that is made up for a test writes, and when it is done. */
export interface MadeUpEngine {
  /** Rows of `metrics_daily.csv`. */
  metrics: string[];
  /** Details of `three_way.json`; null: there is none. */
  leftovers: object[] | null;
  /** What it was asked to do, time by time. */
  asked: EngineRun[];
  /** A run ends when this does. */
  work: (run: EngineRun, tell: (progress: EngineProgress) => void, signal: AbortSignal) => Promise<void>;
}

/** Puts an engine in the place of DuckDB that writes what the test says. */
export function makeUpEngine(app: TestApp): MadeUpEngine {
  const made: MadeUpEngine = { metrics: [], leftovers: null, asked: [], work: () => Promise.resolve() };
  const run: PipelineEngine['run'] = async (asked, tell, signal) => {
    made.asked.push(asked);
    await made.work(asked, tell, signal);
    await mkdir(asked.reports, { recursive: true });
    const files: Record<string, string> = {
      'metrics_daily.csv': [HEADER, ...made.metrics, ''].join('\n'),
      'purchases_curated.csv': 'appsflyer_id\nA1\n',
      'roas_d1.json': '[]',
    };
    if (made.leftovers !== null) files['three_way.json'] = threeWay(made.leftovers);
    for (const [name, text] of Object.entries(files)) await writeFile(join(asked.reports, name), text);
    return { counts: COUNTS, timings: { load: 1.5 }, rejectedFiles: [] };
  };
  Object.defineProperty(app.get(PipelineEngine), 'run', { value: run, configurable: true });
  return made;
}

function threeWay(details: readonly object[]): string {
  return `{"summary": {"matched": 3},\n"details": [\n${details.map((detail) => JSON.stringify(detail)).join(',\n')}\n]}\n`;
}

export function dataFolder(app: TestApp): string {
  return app.get(InputFolder).path;
}

export function reportsFolder(app: TestApp): string {
  return app.get(ReportFolder).path;
}

export function startRun(
  app: { url: string },
  by: TestUser,
  body: object = {},
  key?: string,
): Promise<Answer<ShownRun>> {
  return call<ShownRun>(app, '/pipeline/runs', { body, token: by.token, key });
}

export async function runOf(app: { url: string }, by: TestUser, id: string): Promise<ShownRun> {
  return (await call<ShownRun>(app, `/pipeline/runs/${id}`, { token: by.token })).body;
}

/** Looks at it until it is at its end. */
export async function ended(app: { url: string }, by: TestUser, id: string, deadlineMs?: number): Promise<ShownRun> {
  let run: ShownRun | undefined;
  await eventually(async () => {
    run = await runOf(app, by, id);
    if (!['succeeded', 'failed'].includes(run.state)) throw new Error(`The run is ${run.state}.`);
  }, deadlineMs);
  return run!;
}

export async function ranThrough(app: { url: string }, by: TestUser, body: object = {}): Promise<ShownRun> {
  const { status, text, body: run } = await startRun(app, by, body);
  if (status !== 202) throw new Error(text);
  return ended(app, by, run.id);
}

export function upload(
  app: { url: string },
  by: TestUser | undefined,
  query: string,
  body: RequestInit['body'],
): Promise<Response> {
  return fetch(`${app.url}/api/v1/pipeline/uploads?${query}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/csv', ...(by === undefined ? {} : { authorization: `Bearer ${by.token}` }) },
    duplex: 'half',
  });
}

/** A case that nobody closed yet, as a run leaves it. */
export async function leaveCase(app: TestApp): Promise<string> {
  const [id, runId] = [newId(), newId()];
  await app.database.query(
    `insert into pipeline_runs (id, state, origin, dedupe, chargebacks, created_at, ended_at)
     values ($1, 'succeeded', 'schedule', 'receipt', 'original', now(), now())`,
    [runId],
  );
  await app.database.query(
    `insert into reconciliation_cases (id, fingerprint, side, receipt_id, amount_usd, occurred_at, likely_cause,
       first_run_id, last_run_id, created_at)
     values ($1, $1, 'gateway', 'RCP-1', 4.99, now(), 'late_export', $2, $2, now())`,
    [id, runId],
  );
  return id;
}
