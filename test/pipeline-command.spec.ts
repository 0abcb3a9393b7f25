import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineProgress } from '../src/pipeline/engine/engine-run';
import { runEngine, UnusableInput } from '../src/pipeline/engine/run-engine';

const root = join(__dirname, '..');
const built = join(root, 'dist', 'src', 'pipeline', 'engine');

describe('the pipeline as a command, and in a process of its own', () => {
  let folder: string;
  let data: string;
  let reports: string;

  beforeAll(() => {
    execFileSync(process.execPath, ['build-if-stale.mjs'], { cwd: root });
    folder = mkdtempSync(join(tmpdir(), 'florin-pipeline-'));
    data = join(folder, 'data');
    reports = join(folder, 'reports');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  /** As `npm run` starts them, without any setting. */
  const command = (name: string, ...args: string[]) =>
    spawnSync(process.execPath, [join(built, name), ...args], { encoding: 'utf8', env: { PATH: process.env.PATH } });
  const pipeline = (...args: string[]) => command('pipeline-cli.js', ...args);
  const run = () => ({ data, reports, dedupe: 'receipt', chargebacks: 'original' }) as const;
  const entry = join(built, 'engine.process.js');

  it('makes up inputs, reads them and says what it found', () => {
    expect(command('sample-cli.js', '--rows', '2000', '--seed', '3', '--out', data)).toMatchObject({ status: 0 });
    const { counts } = JSON.parse(readFileSync(join(data, 'expected.json'), 'utf8')) as {
      counts: Record<string, number>;
    };
    const { status, stdout, stderr } = pipeline('--data', data, '--reports', reports);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toContain(`2000 rows = ${counts.curated} curated + ${counts.duplicates} duplicates`);
    expect(stdout).toContain(`${counts.matched} matched`);
    expect(stderr.split('\n')[1]).toBe('[2/7] curate, 2,000 rows');
  });

  it('answers 2 for what it cannot use, and says why', () => {
    const before = readFileSync(join(reports, 'reconciliation.json'), 'utf8');
    const other = join(folder, 'other');
    mkdirSync(other);
    expect(pipeline('--data', other, '--reports', reports)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('purchases_raw.csv is not in the folder') as string,
    });
    writeFileSync(join(other, 'purchases_raw.csv'), 'appsflyer_id\n');
    for (const name of ['confirmed_purchases.csv', 'costs_daily.csv', 'sessions.csv'])
      writeFileSync(join(other, name), 'x\n');
    const { status, stderr } = pipeline('--data', other, '--reports', reports);
    expect({ status, stderr }).toMatchObject({ status: 2 });
    expect(stderr).toContain('purchases_raw.csv has no column "event_name".');
    expect(readFileSync(join(reports, 'reconciliation.json'), 'utf8')).toBe(before);
    expect(pipeline('--data', data)).toMatchObject({ status: 2 });
    expect(pipeline('--data', data, '--reports', reports, '--date', '2026-02-30')).toMatchObject({ status: 2 });
    expect(pipeline('--data', data, '--reports', reports, '--dedupe', 'all')).toMatchObject({ status: 2 });
  });

  it('tells how far it is, and what it found', async () => {
    const told: EngineProgress[] = [];
    const { counts, timings } = await runEngine(run(), (progress) => told.push(progress), undefined, entry);
    expect(counts.rowsIn).toBe(2_000);
    expect(told.map(({ phase }) => phase)).toEqual(Object.keys(timings));
    expect(told.at(-1)).toMatchObject({ step: 7, steps: 7, phase: 'reports' });
  });

  it('refuses across the process what it refuses within', async () => {
    const nowhere = runEngine({ ...run(), data: join(folder, 'nowhere') }, undefined, undefined, entry);
    await expect(nowhere).rejects.toBeInstanceOf(UnusableInput);
    await expect(nowhere).rejects.toMatchObject({ file: 'purchases_raw.csv' });
  });

  it('ends when it is told to, and leaves the reports as they were', async () => {
    const before = readdirSync(reports);
    const stop = new AbortController();
    const ended = runEngine(run(), () => stop.abort(), stop.signal, entry);
    await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(reports)).toEqual(before);
  });
});
