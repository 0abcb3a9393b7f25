/** A purchase or a confirmation. */
export interface Point {
  at: bigint;
  /** Everything else that is known of it: tells points of one time apart. */
  rest: string;
}

/** The best that can be done, as numbers and as partners. */
interface Best {
  pairs: number;
  gap: bigint;
}

const NONE = -1;

/**
 * The rule of the reconciliation, as it is written and as slowly: any graph, augmenting paths for the most pairs with
 * the smallest gap, and for the ties every purchase in order tries every confirmation in order. Written apart from
 * `matchLine`, to be held against it.
 */
export function matchSlowly(purchases: readonly Point[], confirmations: readonly Point[], reach?: bigint): number[] {
  const gap = (i: number, j: number): bigint | undefined => {
    const distance = purchases[i].at - confirmations[j].at;
    const gap = distance < 0n ? -distance : distance;
    return reach === undefined || gap <= reach ? gap : undefined;
  };
  const chosen: number[] = [];
  const best = solve(purchases.length, confirmations.length, gap, []);
  for (let i = 0; i < purchases.length; i += 1) {
    const options = [...confirmations.keys()].filter((j) => gap(i, j) !== undefined && !chosen.includes(j));
    const works = (j: number) => equal(solve(purchases.length, confirmations.length, gap, [...chosen, j]), best);
    chosen.push(options.find(works) ?? NONE);
  }
  return chosen;
}

const equal = (one: Best | undefined, other: Best | undefined) =>
  one !== undefined && other !== undefined && one.pairs === other.pairs && one.gap === other.gap;

/** With the first purchases' partners given. Bellman and Ford look for the cheapest way to one pair more. */
function solve(
  purchases: number,
  confirmations: number,
  gap: (i: number, j: number) => bigint | undefined,
  given: readonly number[],
): Best | undefined {
  const partnerOf = new Map<number, number>(); // confirmation -> purchase
  let total = 0n;
  given.forEach((j, i) => {
    if (j === NONE) return;
    partnerOf.set(j, i);
    total += gap(i, j) ?? 0n;
  });
  const fixed = new Set(given.filter((j) => j !== NONE));
  const free = new Set([...Array(purchases).keys()].filter((i) => i >= given.length));
  for (;;) {
    const way = cheapestWay(free, confirmations, gap, partnerOf, fixed);
    if (way === undefined) return { pairs: partnerOf.size, gap: total };
    total += way.cost;
    for (const [i, j] of way.steps) partnerOf.set(j, i);
    free.delete(way.start);
  }
}

interface Way {
  start: number;
  cost: bigint;
  /** Who takes which confirmation. */
  steps: [number, number][];
}

function cheapestWay(
  free: ReadonlySet<number>,
  confirmations: number,
  gap: (i: number, j: number) => bigint | undefined,
  partnerOf: ReadonlyMap<number, number>,
  fixed: ReadonlySet<number>,
): Way | undefined {
  const ways = new Map<number, Way>([...free].map((start) => [start, { start, cost: 0n, steps: [] }]));
  let best: Way | undefined;
  for (let changed = true; changed;) {
    changed = false;
    for (const [i, way] of [...ways]) {
      for (let j = 0; j < confirmations; j += 1) {
        const distance = fixed.has(j) ? undefined : gap(i, j);
        if (distance === undefined || partnerOf.get(j) === i) continue;
        const steps: Way['steps'] = [...way.steps, [i, j]];
        const owner = partnerOf.get(j);
        const cost = way.cost + distance - (owner === undefined ? 0n : (gap(owner, j) ?? 0n));
        if (owner === undefined) {
          if (best === undefined || cost < best.cost) best = { start: way.start, cost, steps };
        } else if (cost < (ways.get(owner)?.cost ?? cost + 1n)) {
          ways.set(owner, { start: way.start, cost, steps });
          changed = true;
        }
      }
    }
  }
  return best;
}
