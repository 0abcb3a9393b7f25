import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeSample } from '../src/pipeline/engine/write-sample';

const SEED = 1;
const POLL_MS = 20;
/** Above it the others take minutes, and more memory than there may be. */
const MOST_FOR_OTHERS = 1_000_000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

interface Measured {
  seconds: number;
  cpu: number;
  wall: number;
  peakMb: number;
  curated?: number;
  matched?: number;
  timings?: Record<string, number>;
}

/** What runs, in a process of its own, on a folder of inputs. */
interface Contender {
  name: string;
  command: (data: string, reports: string) => readonly string[];
  most: number;
}

/** The engine beside the bare scan, plain Node and pandas: `--rows 10000,1000000`, `--rounds`, `--memory`, `--keep`. */
async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      rows: text,
      rounds: text,
      memory: text,
      folder: text,
      others: { ...text, default: `${MOST_FOR_OTHERS}` },
    },
  });
  const sizes = (values.rows ?? '10000,100000,1000000').split(',').map(Number);
  const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'florin-bench-pipeline-')));
  say(`${cpus().length} x ${cpus()[0].model.trim()}, Node ${process.version}; seconds beyond start-up, medians`);
  try {
    for (const rows of sizes) {
      const data = join(folder, `rows-${rows}`);
      if (!existsSync(data)) await writeSample(data, rows, SEED);
      const found = contenders(values.memory ?? '2GB', Number(values.others)).filter(({ most }) => rows <= most);
      await compare(rows, data, join(folder, 'reports'), found, Number(values.rounds ?? 3));
    }
  } finally {
    if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
  }
}

function contenders(memory: string, most: number): Contender[] {
  const node = (file: string, heap: string[] = []) => [process.execPath, ...heap, join(__dirname, `${file}.js`)];
  const python = pythonWithPandas();
  const script = join(__dirname, '..', '..', 'bench', 'pipeline-pandas.py');
  return [
    { name: 'bare CSV scan', command: (data) => [...node('pipeline-scan'), data], most: Infinity },
    {
      name: 'engine',
      command: (data, out) => [...node('pipeline-engine'), data, join(out, 'engine'), memory],
      most: Infinity,
    },
    {
      name: 'plain Node',
      command: (data, out) => [...node('pipeline-node', ['--max-old-space-size=8192']), data, join(out, 'node')],
      most,
    },
    ...(python === undefined
      ? []
      : [
          { name: 'pandas', command: (data: string, out: string) => [python, script, data, join(out, 'pandas')], most },
        ]),
  ];
}

/** The system's before one that a version manager puts in front of it. */
function pythonWithPandas(): string | undefined {
  const has = (python: string) => spawnSync(python, ['-c', 'import pandas'], { stdio: 'ignore' }).status === 0;
  const found = ['/usr/bin/python3', 'python3'].find(has);
  if (found === undefined) say('no python3 with pandas: nothing to compare with it');
  return found;
}

async function compare(rows: number, data: string, reports: string, found: readonly Contender[], rounds: number) {
  const all = new Map<string, Measured[]>(found.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, command } of found) {
      all.get(name)?.push(await measure(command(data, reports)));
      await rm(reports, { recursive: true, force: true });
    }
  }
  const medians = new Map(
    [...all].map(([name, list]) => [name, list.toSorted((a, b) => a.seconds - b.seconds)[rounds >> 1]]),
  );
  const engine = medians.get('engine');
  say(`\n${rows.toLocaleString('en')} rows`);
  for (const [name, { seconds, cpu, wall, peakMb, curated, matched }] of medians) {
    const ratio = engine === undefined ? '' : `${(seconds / engine.seconds).toFixed(2)} x the engine`;
    const counted = matched === undefined ? '' : `, ${curated} curated, ${matched} matched`;
    say(
      `  ${name.padEnd(14)} ${seconds.toFixed(3).padStart(8)} s  ${cpu.toFixed(2).padStart(7)} s CPU  ` +
        `${wall.toFixed(2).padStart(7)} s with start-up  ${peakMb.toFixed(0).padStart(6)} MB  ${ratio}${counted}`,
    );
  }
  if (engine?.timings !== undefined) {
    const phases = Object.entries(engine.timings).map(([phase, ms]) => `${phase} ${ms}`);
    say(`  phases of the engine, ms: ${phases.join(', ')}`);
  }
}

/** Runs it, and looks at what memory it has had at most while it runs. */
function measure([file, ...args]: readonly string[]): Promise<Measured> {
  const started = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let peakMb = 0;
  const look = setInterval(() => (peakMb = Math.max(peakMb, peakOf(child.pid))), POLL_MS);
  let answer = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (answer += piece));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearInterval(look);
      if (code !== 0) reject(new Error(`${[file, ...args].join(' ')} ended with ${signal ?? code}`));
      else resolve({ ...(JSON.parse(answer) as Measured), peakMb, wall: (performance.now() - started) / 1_000 });
    });
  });
}

/** In megabytes; 0 where there is no /proc, or the process has gone. */
function peakOf(pid = 0): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
}

void main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
