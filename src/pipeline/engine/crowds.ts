import type { EngineDatabase } from './engine-database';
import { ALONE, matchLine } from './match-line';

/** Of one group, in the order of time. */
interface Crowd {
  key: string | null;
  purchases: Side;
  confirmations: Side;
}

interface Side {
  ids: bigint[];
  times: number[];
}

type Pair = readonly [bigint, bigint];

/**
 * Pairs the groups that `sql` lists one after the other, each in the order of time (the group's name, whether it is a
 * purchase, microseconds, id): rows of different groups never meet.
 */
export async function matchCrowds(
  database: EngineDatabase,
  sql: string,
  matchedBy: string,
  reach: number,
): Promise<void> {
  const pairs: Pair[] = [];
  let crowd = empty(null);
  for await (const rows of database.stream<[string, boolean, bigint, bigint]>(sql)) {
    for (const [key, isPurchase, at, id] of rows) {
      if (key !== crowd.key) {
        pairUp(crowd, reach, pairs);
        crowd = empty(key);
      }
      const side = isPurchase ? crowd.purchases : crowd.confirmations;
      side.ids.push(id);
      side.times.push(Number(at));
    }
  }
  pairUp(crowd, reach, pairs);
  await database.append('found', pairs, matchedBy);
}

const empty = (key: string | null): Crowd => ({
  key,
  purchases: { ids: [], times: [] },
  confirmations: { ids: [], times: [] },
});

function pairUp({ purchases, confirmations }: Crowd, reach: number, pairs: Pair[]): void {
  if (purchases.ids.length === 0 || confirmations.ids.length === 0) return;
  matchLine(purchases.times, confirmations.times, reach).forEach((partner, i) => {
    if (partner !== ALONE) pairs.push([purchases.ids[i], confirmations.ids[partner]]);
  });
}
