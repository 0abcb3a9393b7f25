import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../platform/http/page';
import type { GrantDetails } from './grant.view';

/** One page of a list of grants, whosever they are. */
export async function grantsPage(
  { limit, cursor }: PageQuery,
  list: (limit: number, before: string | undefined) => Promise<GrantDetails[]>,
): Promise<Page<GrantDetails>> {
  const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
  const grants = await list(limit + 1, before);
  const items = grants.slice(0, limit);
  return { items, nextCursor: grants.length > limit ? encodeCursor([items[limit - 1].id]) : null };
}
