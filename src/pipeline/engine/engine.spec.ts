import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHere } from './engine';
import type { EngineRun } from './engine-run';
import { expectationOf } from './expectation';
import { referenceOf } from './reference';
import { toldByReports } from './told-by-reports';
import { writeSample } from './write-sample';

const REPORTS = [
  'arpdau_d1.json',
  'metrics_daily.csv',
  'purchases_curated.csv',
  'reconciliation.json',
  'rejected.csv',
  'roas_anomaly.json',
  'roas_d1.json',
];

describe('the engine', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'florin-engine-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const run = (options: Partial<EngineRun> = {}) =>
    runHere(
      { data: folder, reports: join(folder, 'reports'), dedupe: 'receipt', chargebacks: 'original', ...options },
      () => undefined,
    );

  it.each([
    [1, 60, {}],
    [2, 400, {}],
    [3, 3_000, {}],
    [4, 3_000, { dedupe: 'event' as const }],
    [5, 3_000, { chargebacks: 'ledger' as const }],
    [6, 3_000, { date: '2026-10-09' }],
  ])('says what the slow reference says (seed %i, %i rows, %j)', async (seed, rows, options) => {
    await writeSample(folder, rows, seed);
    const expected = expectationOf(
      await referenceOf(folder, { dedupe: 'receipt', chargebacks: 'original', date: undefined, ...options }),
    );
    const result = await run(options);
    expect(await toldByReports(join(folder, 'reports'), result)).toEqual(expected);
    const { rowsIn, curated, duplicates, filtered, rejected } = result.counts;
    expect(rowsIn).toBe(rows);
    expect(curated + duplicates + filtered + rejected).toBe(rows);
  });

  it('writes the same bytes for the same inputs', async () => {
    await writeSample(folder, 3_000, 7);
    await run();
    await run({ reports: join(folder, 'again'), memory: '300MB' });
    for (const name of REPORTS) {
      const [one, other] = await Promise.all(['reports', 'again'].map((place) => readFile(join(folder, place, name))));
      expect(`${name} ${one.equals(other)}`).toBe(`${name} true`);
    }
  });

  it('pairs the same whatever the order of the rows', async () => {
    await writeSample(folder, 2_000, 8);
    const straight = await toldByReports(join(folder, 'reports'), await run());
    for (const name of ['purchases_raw.csv', 'confirmed_purchases.csv']) {
      const [header, ...lines] = (await readFile(join(folder, name), 'utf8')).trimEnd().split('\n');
      await writeFile(join(folder, name), `${[header, ...lines.toReversed()].join('\n')}\n`);
    }
    const backwards = await toldByReports(join(folder, 'reports'), await run());
    expect({ ...backwards, rejected: [] }).toEqual({ ...straight, rejected: [] });
  });
});
