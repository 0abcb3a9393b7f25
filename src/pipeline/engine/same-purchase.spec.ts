import { EngineFolder } from '../../../test/support/engine-folder';
import { expectationOf } from './expectation';
import { Random } from './random';
import { referenceOf } from './reference';
import { toldByReports } from './told-by-reports';

interface Reconciliation {
  summary: Record<string, number>;
  details: { revenue_usd: number; matched_by?: string; charged_back?: boolean }[];
}

const at = (time: string) => `2026-10-02T${time}:00Z`;
const sold = (device: string, time: string, receipt: string, usd = 9.99) =>
  `${device},purchase,${at(time)},${usd},A,${receipt},success`;
const back = (device: string, time: string, receipt: string) =>
  `${device},purchase,${at(time)},-9.99,A,${receipt},chargeback`;
const paid = (device: string, time: string, receipt: string) => `${device},purchase,${at(time)},9.99,A,${receipt}`;

describe('a purchase that was told by several receipts', () => {
  let folder: EngineFolder;
  beforeEach(async () => {
    folder = await EngineFolder.make();
  });
  afterEach(() => folder.remove());

  const run = async (
    purchases: readonly string[],
    confirmed: readonly string[] = [],
    dedupe: 'receipt' | 'event' = 'receipt',
  ) => {
    await folder.given({ 'purchases_raw.csv': purchases, 'confirmed_purchases.csv': confirmed });
    const result = await folder.run({ dedupe });
    const reference = await referenceOf(folder.path, { dedupe, chargebacks: 'original', date: undefined });
    expect(await toldByReports(`${folder.path}/reports`, result)).toEqual(expectationOf(reference));
    const { details, summary } = await folder.json<Reconciliation>('reconciliation.json');
    return { counts: result.counts, details, summary };
  };

  it.each([
    ['R1', 'R2'],
    ['R2', 'R1'],
  ])('is one, whichever of them is the first in the alphabet (%s, %s)', async (one, other) => {
    const { counts } = await run([sold('d', '10:00', one), sold('d', '10:00', other), sold('d', '10:01', other)]);
    expect(counts).toMatchObject({ curated: 1, duplicates: 2 });
  });

  it('is one along a chain of any length', async () => {
    const minute = (i: number) => `10:${String(i).padStart(2, '0')}`;
    const rows = [...Array(50).keys()].flatMap((i) => [
      sold('d', minute(i), `R${i}`),
      sold('d', minute(i), `R${i + 1}`),
    ]);
    expect((await run(rows)).counts).toMatchObject({ curated: 1, duplicates: 99 });
    expect((await run(rows.toReversed())).counts).toMatchObject({ curated: 1, duplicates: 99 });
    expect((await run(rows, [], 'event')).counts).toMatchObject({ curated: 50, duplicates: 50 });
  });

  it('is given back by each of them, once', async () => {
    const told = [sold('d', '10:00', 'R1'), sold('d', '10:00', 'R2')];
    for (const receipt of ['R1', 'R2'])
      expect((await run([...told, back('d', '11:00', receipt)])).summary).toMatchObject({
        charged_back: 1,
        exceptions: 0,
      });
    expect((await run([...told, back('x', '11:00', 'R2')])).summary).toMatchObject({ charged_back: 1, exceptions: 0 });
    const both = [back('d', '11:00', 'R1'), back('d', '12:00', 'R2')];
    expect((await run([...told, ...both])).summary).toMatchObject({ charged_back: 1, exceptions: 1 });
  });

  it('is confirmed by each of them, however late', async () => {
    const told = [sold('d', '10:00', 'R1'), sold('d', '10:00', 'R2')];
    expect((await run(told, [paid('d', '12:00', 'R2')])).details).toMatchObject([
      { matched_by: 'receipt', receipt_id: 'R2' },
    ]);
    expect((await run(told, [paid('d', '12:00', 'R1')])).details).toMatchObject([
      { matched_by: 'receipt', receipt_id: 'R1' },
    ]);
  });

  it.each([1, 2, 3, 4, 5, 6])('is found among others as the slow reference finds it (seed %i)', async (seed) => {
    const random = new Random(seed);
    const device = () => `d${random.below(5)}`;
    const time = () => `1${random.below(3)}:${String(random.below(12) * 5).padStart(2, '0')}`;
    const receipt = () => (random.chance(0.1) ? '' : `R${random.below(14)}`);
    const rows = Array.from({ length: 60 }, () =>
      random.chance(0.2) ? back(device(), time(), receipt()) : sold(device(), time(), receipt(), random.below(2) + 1),
    );
    const confirmed = Array.from({ length: 20 }, () => paid(device(), time(), receipt()));
    await run(rows, confirmed);
    await run(rows, confirmed, 'event');
  });
});
