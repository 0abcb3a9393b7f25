import fc from 'fast-check';
import { EngineFolder } from '../../../test/support/engine-folder';
import { Crowd, MOST_POSSIBLE_PAIRS, type Pair } from './crowd';
import { ALONE, matchLine } from './match-line';
import { Queue } from './queue';

const EACH_SIDE = Math.sqrt(MOST_POSSIBLE_PAIRS);
const START = Date.UTC(2026, 9, 2, 10);

const at = (seconds: number) => new Date(START + seconds * 1_000).toISOString();
const purchase = (device: string, seconds: number, receipt = '') =>
  `${device},purchase,${at(seconds)},5,C,${receipt},success`;
const confirmation = (device: string, seconds: number, receipt = '') =>
  `${device},purchase,${at(seconds)},5,C,${receipt}`;
const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));

interface Reconciliation {
  summary: Record<string, number>;
  details: { appsflyer_id: string; gap_seconds: number }[];
}

describe('a crowd', () => {
  const times = fc
    .array(fc.integer({ min: 0, max: 60 }), { maxLength: 12 })
    .map((list) => list.toSorted((a, b) => a - b));

  const inOrder = (purchases: readonly number[], confirmations: readonly number[]) =>
    [
      ...purchases.map((at, i) => ({ isPurchase: true, at, id: BigInt(i) })),
      ...confirmations.map((at, i) => ({ isPurchase: false, at, id: BigInt(i) })),
    ].toSorted((one, other) => one.at - other.at);

  it('is paired in the order of time without losing a pair', () => {
    fc.assert(
      fc.property(times, times, fc.constantFrom(0, 3, 10, Infinity), (purchases, confirmations, reach) => {
        const pairs: Pair[] = [];
        const queue = new Queue(reach, pairs);
        for (const { isPurchase, at, id } of inOrder(purchases, confirmations)) queue.add(isPurchase, at, id);
        const best = [...matchLine(purchases, confirmations, reach)].filter((partner) => partner !== ALONE);
        expect(pairs).toHaveLength(best.length);
        for (const [one, other] of pairs)
          expect(Math.abs(purchases[Number(one)] - confirmations[Number(other)])).toBeLessThanOrEqual(reach);
        for (const side of [0, 1]) expect(new Set(pairs.map((pair) => pair[side])).size).toBe(pairs.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    [EACH_SIDE - 1, 1n],
    [EACH_SIDE, 0n],
  ])('of %i on either side gives the first purchase confirmation %i', (size, partner) => {
    const pairs: Pair[] = [];
    const crowd = new Crowd('unknown', 10, pairs);
    crowd.add(false, 0, 0n); // too early for anybody, unless the longest waiting comes first
    many(size, (i) => crowd.add(true, 9, BigInt(i)));
    many(size, (i) => crowd.add(false, 9, BigInt(i + 1)));
    crowd.end();
    expect(pairs).toHaveLength(size);
    expect(pairs.find(([id]) => id === 0n)).toEqual([0n, partner]);
  });
});

describe('what stands for many', () => {
  let folder: EngineFolder;

  beforeEach(async () => {
    folder = await EngineFolder.make();
  });

  afterEach(() => folder.remove());

  const reconciled = async (purchases: readonly string[], confirmations: readonly string[]) => {
    await folder.given({ 'purchases_raw.csv': purchases, 'confirmed_purchases.csv': confirmations });
    await folder.run();
    return folder.json<Reconciliation>('reconciliation.json');
  };

  it('is no receipt, when it is on thousands of rows: its rows are paired by device', async () => {
    const size = EACH_SIDE + 1;
    const { summary, details } = await reconciled(
      many(size, (i) => purchase(`d${i}`, i, 'unknown')),
      many(size, (i) => confirmation(`d${i}`, i + 60, 'unknown')),
    );
    expect(summary).toMatchObject({ matched: size, by_receipt: 0, by_device: size });
    expect(new Set(details.map(({ gap_seconds }) => gap_seconds))).toEqual(new Set([60]));
  });

  it('is a receipt on a few devices, however often they carry it', async () => {
    const { summary } = await reconciled(
      many(4, (i) => purchase(`d${i}`, i, 'test')),
      many(300, (i) => confirmation(`e${i % 4}`, i + 60, 'test')),
    );
    expect(summary).toMatchObject({ matched: 4, by_receipt: 4 });
  });

  it('is a device of which every row finds another, whatever it is called', async () => {
    const size = EACH_SIDE + 1;
    const { summary } = await reconciled(
      many(size, (i) => purchase('unknown', i / 10)),
      many(size, (i) => confirmation('unknown', 1 + i / 10)),
    );
    expect(summary).toMatchObject({ matched: size, by_device: size });
  });

  it('is paired exactly where a busy device stays within what can be decided', async () => {
    const { summary, details } = await reconciled(
      many(500, (i) => purchase('busy', i * 30)),
      many(500, (i) => confirmation('busy', i * 30 + 7)),
    );
    expect(summary).toMatchObject({ matched: 500, by_device: 500 });
    expect(new Set(details.map(({ gap_seconds }) => gap_seconds))).toEqual(new Set([7]));
  });
});
