import fc from 'fast-check';
import { ALONE, matchLine } from './match-line';

interface Choice {
  chosen: number[];
  pairs: number;
  gap: number;
}

/** Tries everything, crossing pairs as well. */
function bruteForce(purchases: readonly number[], confirmations: readonly number[], reach: number): number[] {
  let best: Choice = { chosen: [], pairs: -1, gap: 0 };
  const visit = (chosen: number[], pairs: number, gap: number): void => {
    const i = chosen.length;
    if (i === purchases.length) {
      if (isBetter({ chosen, pairs, gap }, best)) best = { chosen, pairs, gap };
      return;
    }
    confirmations.forEach((at, j) => {
      const distance = Math.abs(at - purchases[i]);
      if (distance <= reach && !chosen.includes(j)) visit([...chosen, j], pairs + 1, gap + distance);
    });
    visit([...chosen, ALONE], pairs, gap);
  };
  visit([], 0, 0);
  return best.chosen;
}

function isBetter(one: Choice, other: Choice): boolean {
  if (one.pairs !== other.pairs) return one.pairs > other.pairs;
  if (one.gap !== other.gap) return one.gap < other.gap;
  const rank = (index: number) => (index === ALONE ? Infinity : index);
  const differs = one.chosen.findIndex((index, i) => index !== other.chosen[i]);
  return differs >= 0 && rank(one.chosen[differs]) < rank(other.chosen[differs]);
}

const match = (purchases: readonly number[], confirmations: readonly number[], reach: number) => [
  ...matchLine(Float64Array.from(purchases), Float64Array.from(confirmations), reach),
];

const times = (longest: number) =>
  fc
    .array(fc.integer({ min: 0, max: 30 }), { maxLength: 6 })
    .map((list) => list.toSorted((a, b) => a - b).slice(0, longest));

describe('matching on a line', () => {
  it('equals trying everything', () => {
    fc.assert(
      fc.property(times(6), times(6), fc.constantFrom(0, 1, 3, 10, Infinity), (purchases, confirmations, reach) => {
        expect(match(purchases, confirmations, reach)).toEqual(bruteForce(purchases, confirmations, reach));
      }),
      { numRuns: 3_000 },
    );
  });

  it('prefers one more pair to a smaller gap', () => {
    expect(match([0, 9], [8, 15], 10)).toEqual([0, 1]);
  });

  it('counts exactly the reach as within it', () => {
    expect(match([0, 100], [10, 111], 10)).toEqual([0, ALONE]);
  });

  it('gives the earliest purchase the earliest confirmation when all is equal', () => {
    expect(match([5, 5], [0, 10], 10)).toEqual([0, 1]);
    expect(match([0, 10], [5], 10)).toEqual([0, ALONE]);
  });

  it('pairs what is dense and long', () => {
    const purchases = Array.from({ length: 20_000 }, (_, i) => i * 30);
    expect(
      match(
        purchases,
        purchases.map((at) => at + 7),
        600,
      ),
    ).toEqual(purchases.map((_, i) => i));
  });
});
