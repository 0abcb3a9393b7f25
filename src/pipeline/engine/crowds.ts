import type { EngineDatabase } from './engine-database';
import { ALONE, matchLine } from './match-line';

/** Of one group, in the order of time. */
interface Crowd {
  purchases: { id: bigint; at: number }[];
  confirmations: { id: bigint; at: number }[];
}

/**
 * Pairs the groups that `sql` lists in order (`starts`, `is_purchase`, `at` in microseconds, `id`): rows of different
 * groups never meet.
 */
export async function matchCrowds(
  database: EngineDatabase,
  sql: string,
  matchedBy: string,
  reach: number,
): Promise<void> {
  const pairs: [bigint, bigint][] = [];
  let crowd = empty();
  for await (const [starts, isPurchase, at, id] of database.stream<[boolean, boolean, bigint, bigint]>(sql)) {
    if (starts) {
      pair(crowd, reach, pairs);
      crowd = empty();
    }
    (isPurchase ? crowd.purchases : crowd.confirmations).push({ id, at: Number(at) });
  }
  pair(crowd, reach, pairs);
  await database.append('pairs', pairs, matchedBy);
}

const empty = (): Crowd => ({ purchases: [], confirmations: [] });

function pair({ purchases, confirmations }: Crowd, reach: number, pairs: [bigint, bigint][]): void {
  if (purchases.length === 0 || confirmations.length === 0) return;
  const times = (points: Crowd['purchases']) => Float64Array.from(points, ({ at }) => at);
  matchLine(times(purchases), times(confirmations), reach).forEach((partner, i) => {
    if (partner !== ALONE) pairs.push([purchases[i].id, confirmations[partner].id]);
  });
}
