import { allPages } from './all-pages';

/** A list of so many numbers. */
function listOf(length: number) {
  return ({ limit, cursor = '0' }: { limit: number; cursor?: string }) => {
    const from = Number(cursor);
    const to = Math.min(from + limit, length);
    const items = Array.from({ length: to - from }, (_, index) => from + index);
    return Promise.resolve({ items, nextCursor: to < length ? String(to) : null });
  };
}

describe('a list that makes no sense in part', () => {
  it.each([0, 1, 100, 101, 92 * 5])('is read to its end (%d)', async (length) => {
    const items = await allPages(listOf(length));
    expect(items).toEqual(Array.from({ length }, (_, index) => index));
  });

  it('is refused rather than cut', async () => {
    await expect(allPages(listOf(10_001))).rejects.toMatchObject({ code: 'client.too_much' });
  });
});
