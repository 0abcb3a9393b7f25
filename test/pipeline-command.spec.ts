import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineProgress } from '../src/pipeline/engine/engine-run';
import { EngineKilled, runEngine, UnusableInput } from '../src/pipeline/engine/run-engine';

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

  it('makes reports that other users of the machine do not read', () => {
    const modes = ['.', ...readdirSync(reports)].map((name) => statSync(join(reports, name)).mode & 0o007);
    expect(new Set(modes)).toEqual(new Set([0]));
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

  it('may go on several times at once for one folder of reports', async () => {
    const shared = { ...run(), reports: join(folder, 'shared') };
    const event = { ...shared, dedupe: 'event' } as const;
    for (let round = 0; round < 3; round++)
      await Promise.all([shared, event, shared, event].map((each) => runEngine(each, undefined, undefined, entry)));
    const made = [shared, event].map((each, n) => ({ ...each, reports: join(folder, `alone-${n}`) }));
    for (const each of made) await runEngine(each, undefined, undefined, entry);
    const texts = (path: string) => {
      const names = readdirSync(path).filter((name) => name !== '.lock');
      return names.map((name) => `${name}\n${readFileSync(join(path, name), 'utf8')}`);
    };
    expect(made.map(({ reports: path }) => texts(path))).toContainEqual(texts(shared.reports));
  });

  it('says so when somebody kills it, and leaves the reports as they were', async () => {
    const before = readdirSync(reports);
    const killed = runEngine(run(), killOnce(), undefined, entry);
    await expect(killed).rejects.toBeInstanceOf(EngineKilled);
    expect(readdirSync(reports)).toEqual(before);
  });

  /** The name of its folder has the number of its process. */
  function killOnce(): () => void {
    let pids = 1;
    return () => {
      const name = readdirSync(reports).find((each) => each.startsWith('.work-'));
      if (pids-- > 0) process.kill(Number(name?.slice('.work-'.length)), 'SIGKILL');
    };
  }
});
