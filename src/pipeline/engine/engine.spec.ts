import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineFolder } from '../../../test/support/engine-folder';
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

  it('pairs rows that are alike but for their campaign, or their event, in one way', async () => {
    const at = '2026-10-02T10:00:00Z';
    const told = ['purchase', 'af_purchase'].map((event) => `d,${event},${at},5,${event},,success`);
    const paid = ['B', 'A', 'C'].map((campaign) => `d,purchase,${at},5,${campaign},`);
    const series = async (purchases: readonly string[], confirmed: readonly string[]) => {
      await given.given({ 'purchases_raw.csv': purchases, 'confirmed_purchases.csv': confirmed });
      await given.run();
      return given.text('metrics_daily.csv');
    };
    const given = await EngineFolder.make();
    const straight = await series(told, paid);
    expect(straight).toContain('2026-10-02,C,0.00,,,0,,0,0,1');
    expect(await series(told.toReversed(), paid.toReversed())).toBe(straight);
    await given.remove();
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

  it.each([8, 9, 10])('pairs the same whatever the order of the rows (seed %i)', async (seed) => {
    await writeSample(folder, 4_000, seed);
    const series = () => readFile(join(folder, 'reports', 'metrics_daily.csv'), 'utf8');
    const straight = await toldByReports(join(folder, 'reports'), await run());
    const straightSeries = await series();
    for (const name of ['purchases_raw.csv', 'confirmed_purchases.csv']) {
      const [header, ...lines] = (await readFile(join(folder, name), 'utf8')).trimEnd().split('\n');
      await writeFile(join(folder, name), `${[header, ...lines.toReversed()].join('\n')}\n`);
    }
    const backwards = await toldByReports(join(folder, 'reports'), await run());
    expect({ ...backwards, rejected: [] }).toEqual({ ...straight, rejected: [] });
    expect(await series()).toBe(straightSeries);
  });
});
