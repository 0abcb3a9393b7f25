import { Problem } from './problem';

/** As many as the API gives out at once. */
const LARGEST_PAGE = 100;
const MAX_PAGES = 100;

/**
 * All that a list holds, for what makes no sense in part.
 *
 * @throws Problem `client.too_much` rather than leaving out the end of it
 */
export async function allPages<Item>(
  read: (page: { limit: number; cursor?: string }) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const found = await read({ limit: LARGEST_PAGE, cursor });
    items.push(...found.items);
    if (found.nextCursor === null) return items;
    cursor = found.nextCursor;
  }
  throw new Problem(400, 'client.too_much', 'This is more than can be shown at once.');
}
