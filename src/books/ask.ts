import type { Snapshot } from '../platform/database/snapshot';
import type { Check, Tally } from './check';

/**
 * Asks a law of everything between two keys. Only where something is wrong the server is asked a second time: what came
 * first.
 */
export function ask(
  snapshot: Snapshot,
  { sql, orderBy }: Pick<Check, 'sql' | 'orderBy'>,
  tally: Tally,
  between: readonly [string, string],
): Promise<void> {
  return tally.timed(async () => {
    const [{ rows, violations }] = await snapshot.rows<{ rows: number; violations: number }>(
      `select count(*)::float8 as rows, (count(*) filter (where bad))::float8 as violations from (${sql}) examined`,
      [...between],
    );
    tally.examined(rows);
    if (violations === 0) return;
    const [{ first }] = await snapshot.rows<{ first: Record<string, unknown> }>(
      `select to_jsonb(examined) - 'bad' as first from (${sql}) examined where bad order by "userId", ${orderBy} limit 1`,
      [...between],
    );
    tally.violated(first, violations);
  });
}
