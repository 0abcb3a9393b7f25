import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, casesOf as purchaseCases } from './cases';
import { openCluster } from './cluster';
import { CpuMeter } from './cpu';
import { eventCases } from './events';
import { findPgbench } from './floor';
import { medianFlushMicroseconds } from './flush';
import { PURCHASE_FUNCTION } from './floor.sql';
import { chooseLoad } from './load';
import { readOptions, type Options } from './options';
import { fill } from './players';
import { startApp, startBare } from './process';
import { outboxLine, ratios, table } from './report';
import type { Case, Sample } from './sample';
import { tokens } from './tokens';

const casesOf = (bench: Bench) => [...purchaseCases(bench), ...eventCases(bench)];

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Measures the built application and the floors beneath it, on one cluster, in interleaved rounds. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const folder = await mkdtemp(join(tmpdir(), 'florin-bench-'));
  const opened: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const bench = await prepare(options, folder, opened);
    const results = await measure(bench, options);
    say(`\n${table(results)}\n\n${outboxLine(results)}\nbooks: proven after every measurement\n\n${ratios(results)}`);
  } finally {
    for (const close of opened.toReversed()) await close();
  }
}

async function prepare(options: Options, folder: string, opened: (() => Promise<void>)[]): Promise<Bench> {
  const pgbench = findPgbench();
  const { name, load } = chooseLoad(folder);
  const cluster = await openCluster(folder);
  opened.push(() => cluster.close());
  if (process.env.BENCH_DATABASE_URL === undefined) {
    say(`a flush to the disk: ${medianFlushMicroseconds(folder).toFixed(0)} us`);
  }
  await Promise.all([fill(cluster.app.owner), fill(cluster.floor.owner)]);
  await cluster.floor.owner.query(PURCHASE_FUNCTION);
  const app = await startApp(cluster.app, folder, options.appFlags);
  opened.push(() => app.stop());
  const bare = await startBare(folder);
  opened.push(() => bare.stop());

  const [{ model }] = cpus();
  say(`${cpus().length} x ${model}, load ${loadavg()[0].toFixed(2)}; Node ${process.version}; ${cluster.version}`);
  say(`client: ${name}; floors: ${pgbench ?? 'none, for this machine has no pgbench'}`);
  return {
    cluster,
    app,
    bare,
    load,
    meter: await CpuMeter.of(cluster.app.owner),
    tokens: tokens(),
    hasPgbench: pgbench !== null,
    seconds: options.seconds,
    folder,
  };
}

/** One round to warm up, unrecorded; then the rounds that count. */
async function measure(bench: Bench, { rounds, seconds, only }: Options): Promise<Map<string, Sample[]>> {
  const chosen = (each: Case) => each.name.includes(only);
  for (const each of casesOf({ ...bench, seconds: 1 }).filter(chosen)) await each.measure();
  const results = new Map<string, Sample[]>();
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}, ${seconds} s each, load ${loadavg()[0].toFixed(2)}`);
    for (const { name, measure: once } of casesOf(bench).filter(chosen)) {
      const sample = await once();
      say(`  ${name.padEnd(24)} ${sample.perSecond.toFixed(0).padStart(7)}/s`);
      results.set(name, [...(results.get(name) ?? []), sample]);
    }
  }
  return results;
}

// Ctrl-C reaches our children too; the measurement that it breaks ends the run, which tidies up.
process.once('SIGINT', () => undefined);

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
