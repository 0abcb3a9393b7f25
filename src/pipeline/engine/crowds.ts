import { Crowd, type Pair } from './crowd';
import type { EngineDatabase } from './engine-database';

const PAIRS_AT_ONCE = 10_000;

/**
 * Pairs the groups that `sql` lists one after the other, each in the order of time (the group's name, whether it is a
 * purchase, microseconds, id): rows of different groups never meet, nor do rows with nobody within reach between them.
 */
export async function matchCrowds(
  database: EngineDatabase,
  sql: string,
  matchedBy: string,
  reach: number,
): Promise<void> {
  const writer = await database.session();
  const pairs: Pair[] = [];
  let crowd = new Crowd(null, reach, pairs);
  for await (const rows of database.stream<[string, boolean, bigint, bigint]>(sql)) {
    for (const [key, isPurchase, at, id] of rows) {
      const time = Number(at);
      if (!crowd.reaches(key, time)) {
        crowd.end();
        crowd = new Crowd(key, reach, pairs);
      }
      crowd.add(isPurchase, time, id);
    }
    if (pairs.length < PAIRS_AT_ONCE) continue;
    await writer.append('found', pairs.splice(0), matchedBy);
  }
  crowd.end();
  await writer.append('found', pairs, matchedBy);
}
