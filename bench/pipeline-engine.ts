import { runHere } from '../src/pipeline/engine/engine';

/** One run of the engine in this process: seconds and CPU seconds from its call to its reports, and what it counted. */
async function main(data: string, reports: string, memory: string): Promise<void> {
  const started = performance.now();
  const startedCpu = process.cpuUsage();
  const run = { data, reports, memory, dedupe: 'receipt', chargebacks: 'original' } as const;
  const { counts, timings } = await runHere(run, () => undefined);
  const cpu = process.cpuUsage(startedCpu);
  const seconds = (performance.now() - started) / 1_000;
  const { curated, duplicates, matched } = counts;
  const told = { seconds, cpu: (cpu.user + cpu.system) / 1e6, curated, duplicates, matched, timings };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

void main(process.argv[2], process.argv[3], process.argv[4]);
