import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import type { EngineRun } from './engine-run';
import { runEngine } from './run-engine';
import { type ProgressLine, progressLine } from './progress-line';
import { UnusableInput } from './unusable-input';

const USAGE = `npm run pipeline -- --data DIR --reports DIR

  --data DIR             the folder of the inputs (CSV, or Parquet of the same names)
  --reports DIR          the folder of the reports; they change together or not at all
  --dedupe event         lets a receipt count more than once on a device
  --chargebacks ledger   books chargebacks on their own day
  --date YYYY-MM-DD      the day reported on as D-1
  --ledger FILE          our own paid orders, as a third side
  --memory 2GB           what DuckDB may hold before it spills to disk
`;

const CHOICES = { dedupe: ['receipt', 'event'], chargebacks: ['original', 'ledger'] } as const;

/** The arguments make no sense. */
class Misused extends Error {}

void main(process.argv.slice(2)).then((code) => (process.exitCode = code));

/** 0 when the reports are new, 2 when the input or the arguments are unusable, 1 when the engine failed. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const show = progressLine(process.stderr);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  try {
    await report(readRun(args), show, stop.signal);
    return 0;
  } catch (error) {
    show.end();
    process.stderr.write(`${firstLine(error)}\n`);
    if (error instanceof Misused) process.stderr.write(`\n${USAGE}`);
    return error instanceof Misused || error instanceof UnusableInput ? 2 : 1;
  }
}

/** What DuckDB adds in further lines is for who writes its statements. */
function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0];
}

async function report(run: EngineRun, show: ProgressLine, signal: AbortSignal): Promise<void> {
  const { counts, timings, rejectedFiles } = await runEngine(run, (progress) => show.tell(progress), signal);
  show.end();
  const seconds = Object.values(timings).reduce((sum, ms) => sum + ms, 0) / 1_000;
  const lines = [
    `${counts.rowsIn} rows = ${counts.curated} curated + ${counts.duplicates} duplicates + ${counts.filtered} filtered + ${counts.rejected} rejected`,
    `${counts.matched} matched, ${counts.afOnly} only at AppsFlyer, ${counts.confirmedOnly} only at the gateway, ${counts.exceptions} exceptions`,
    ...(rejectedFiles.length > 0 ? [`rejected.csv names rows of ${rejectedFiles.join(', ')}`] : []),
    `${seconds.toFixed(1)} s; reports in ${run.reports}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** @throws Misused */
function readRun(args: readonly string[]): EngineRun {
  const { data, reports, dedupe, chargebacks, date, ledger, memory } = parse(args);
  if (data === undefined || reports === undefined) throw new Misused('--data and --reports are needed.');
  if (date !== undefined && !isDay(date)) throw new Misused(`--date: "${date}" is no day (YYYY-MM-DD).`);
  if (memory !== undefined && !/^\d+(\.\d+)?\s*[KMGT]i?B$/i.test(memory))
    throw new Misused(`--memory: "${memory}" is no size.`);
  return {
    data: resolve(data),
    reports: resolve(reports),
    dedupe: chosen('dedupe', dedupe),
    chargebacks: chosen('chargebacks', chargebacks),
    date,
    ledger: ledger === undefined ? undefined : resolve(ledger),
    memory,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { data: text, reports: text, dedupe: text, chargebacks: text, date: text, ledger: text, memory: text },
    }).values;
  } catch (error) {
    throw new Misused((error as Error).message, { cause: error });
  }
}

function chosen<Name extends keyof typeof CHOICES>(name: Name, value?: string): (typeof CHOICES)[Name][number] {
  const choice = CHOICES[name].find((choice) => choice === (value ?? CHOICES[name][0]));
  if (choice === undefined) throw new Misused(`--${name} is ${CHOICES[name].join(' or ')}.`);
  return choice;
}

function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)
  );
}
