import fc from 'fast-check';
import { MemoryLimitStorage } from './limit-storage.memory';

const WINDOW_MS = 60_000;
const QUOTA = 5;

describe('the counter in memory', () => {
  let now = 0;
  const take = (storage: MemoryLimitStorage, key: string) =>
    storage.increment(key, WINDOW_MS, QUOTA, WINDOW_MS, 'rule');

  beforeEach(() => {
    now = 1_000_000;
  });

  it('lets the quota through in each window, and keeps its word about the wait', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 60 }),
        async (pauses) => {
          const storage = new MemoryLimitStorage(10, () => now);
          let window = { endsAt: 0, hits: 0 };
          for (const pause of pauses) {
            now += pause;
            if (window.endsAt <= now) window = { endsAt: now + WINDOW_MS, hits: 0 };
            window.hits++;
            const hit = await take(storage, 'somebody');
            expect(hit.totalHits).toBe(window.hits);
            expect(hit.isBlocked).toBe(window.hits > QUOTA);
            expect(now + hit.timeToExpire * 1_000).toBeGreaterThanOrEqual(window.endsAt);
            expect(now + hit.timeToExpire * 1_000).toBeLessThan(window.endsAt + 1_000);
          }
        },
      ),
    );
  });

  it('never makes a refused caller wait longer for knocking', async () => {
    const storage = new MemoryLimitStorage(10, () => now);
    for (let i = 0; i < 100; i++) await take(storage, 'somebody');
    now += WINDOW_MS;
    expect(await take(storage, 'somebody')).toMatchObject({ totalHits: 1, isBlocked: false });
  });

  it('counts every key and every rule apart', async () => {
    const storage = new MemoryLimitStorage(10, () => now);
    for (let i = 0; i < QUOTA; i++) await take(storage, 'somebody');
    expect((await take(storage, 'somebody')).isBlocked).toBe(true);
    expect((await take(storage, 'somebody else')).isBlocked).toBe(false);
    expect((await storage.increment('somebody', WINDOW_MS, QUOTA, WINDOW_MS, 'other')).isBlocked).toBe(false);
  });

  it('gives back what is refunded, and never more than was taken', async () => {
    const storage = new MemoryLimitStorage(10, () => now);
    await take(storage, 'somebody');
    storage.refund('somebody', 'rule');
    storage.refund('somebody', 'rule');
    storage.refund('nobody', 'rule');
    expect((await take(storage, 'somebody')).totalHits).toBe(1);
  });

  it('forgets the oldest window when it is full, and those that are over as new ones come', async () => {
    const storage = new MemoryLimitStorage(3, () => now);
    for (const key of ['a', 'b', 'c', 'd']) await take(storage, key);
    expect((await take(storage, 'd')).totalHits).toBe(2);
    expect((await take(storage, 'a')).totalHits).toBe(1);

    now += WINDOW_MS;
    for (const key of ['e', 'f', 'g']) await take(storage, key);
    for (const key of ['e', 'f', 'g']) expect((await take(storage, key)).totalHits).toBe(2);
  });
});

describe('the counter in memory, of what calls bring,', () => {
  let now = 0;
  const makeStorage = (maxWindowsOfNames?: number) => new MemoryLimitStorage(10, () => now, maxWindowsOfNames);
  const names = (storage: MemoryLimitStorage, each: string, key = 'somebody') =>
    storage.takeNames(key, each.split(''), WINDOW_MS, QUOTA, 'names');

  beforeEach(() => {
    now = 1_000_000;
  });

  it('counts what fits, and nothing of what does not', async () => {
    const storage = makeStorage();
    const take = (amount: number) => storage.take('somebody', amount, WINDOW_MS, QUOTA, 'rule');
    expect(await take(3)).toMatchObject({ totalHits: 3, isBlocked: false });
    expect(await take(3)).toMatchObject({ totalHits: 6, isBlocked: true, timeToBlockExpire: 60 });
    expect(await take(2)).toMatchObject({ totalHits: 5, isBlocked: false });
    now += WINDOW_MS;
    expect(await take(5)).toMatchObject({ totalHits: 5, isBlocked: false });
  });

  it('counts each name once, and no new one beside those that are too many', async () => {
    const storage = makeStorage();
    expect(await names(storage, 'abca')).toMatchObject({ totalHits: 3, isBlocked: false });
    expect(await names(storage, 'cdef')).toMatchObject({ totalHits: 6, isBlocked: true });
    expect(await names(storage, 'cde')).toMatchObject({ totalHits: 5, isBlocked: false });
    expect(await names(storage, 'abcde')).toMatchObject({ totalHits: 5, isBlocked: false });
    expect(await names(storage, 'f')).toMatchObject({ isBlocked: true });
    now += WINDOW_MS;
    expect(await names(storage, 'f')).toMatchObject({ totalHits: 1, isBlocked: false });
  });

  it('finds names that it knows never too many, however many there are', async () => {
    const storage = makeStorage();
    await storage.takeNames('somebody', 'abcdefgh'.split(''), WINDOW_MS, 10, 'names');
    expect(await names(storage, 'ah')).toMatchObject({ isBlocked: false });
    expect(await names(storage, 'ai')).toMatchObject({ isBlocked: true });
  });

  it('forgets the oldest names when it is full', async () => {
    const storage = makeStorage(2);
    for (const key of ['one', 'two', 'three']) await names(storage, 'a', key);
    expect(await names(storage, 'b', 'three')).toMatchObject({ totalHits: 2 });
    expect(await names(storage, 'b', 'one')).toMatchObject({ totalHits: 1 });
  });
});
