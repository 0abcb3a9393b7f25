import { BoundedMap } from './bounded-map';
import { CacheService, type Shelf } from './cache.service';
import type { Entry } from './cache.store';
import { MemoryStore, weightOf } from './memory.store';

const SHELF: Shelf = { name: 'shelf', ttlSeconds: 60 };

function setUp() {
  const values = new BoundedMap<Entry | string>(1_000_000, weightOf);
  const cache = new CacheService(new MemoryStore(values));
  let loads = 0;
  const load = (text: string) => async () => {
    loads++;
    return text;
  };
  return { cache, values, load, loads: () => loads };
}

/** A load that says when it has begun, and answers when it is told to. */
function slowLoad() {
  const begun = deferred();
  const answered = deferred<string>();
  const load = () => {
    begun.resolve();
    return answered.promise;
  };
  return { load, begun: begun.promise, answer: answered.resolve };
}

function deferred<T = void>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe('CacheService', () => {
  afterEach(() => jest.useRealTimers());

  it('loads once and passes the text on as it is', async () => {
    const { cache, load, loads } = setUp();
    const text = '{"odd":  "spacing\\u0000"}';
    expect(await cache.read(SHELF, 'a', load(text))).toEqual({ body: text, hit: false });
    expect(await cache.read(SHELF, 'a', load('other'))).toEqual({ body: text, hit: true, ttlSeconds: 60 });
    expect(loads()).toBe(1);
  });

  it('answers for as long as the shelf says', async () => {
    jest.useFakeTimers();
    const { cache, load } = setUp();
    await cache.read(SHELF, 'a', load('old'));
    jest.advanceTimersByTime(59_500);
    expect(await cache.read(SHELF, 'a', load('new'))).toEqual({ body: 'old', hit: true, ttlSeconds: 1 });
    jest.advanceTimersByTime(500);
    expect(await cache.read(SHELF, 'a', load('new'))).toMatchObject({ body: 'new', hit: false });
  });

  it('forgets one scope and leaves the others', async () => {
    const { cache, load } = setUp();
    await cache.read(SHELF, 'a', load('a1'));
    await cache.read(SHELF, 'b', load('b1'));
    await cache.forget(SHELF, ['a']);
    expect(await cache.read(SHELF, 'a', load('a2'))).toMatchObject({ body: 'a2', hit: false });
    expect(await cache.read(SHELF, 'b', load('b2'))).toMatchObject({ body: 'b1', hit: true });
  });

  it('forgets a whole shelf with one write, and no other shelf', async () => {
    const { cache, values, load } = setUp();
    const other: Shelf = { name: 'other', ttlSeconds: 60 };
    await cache.read(other, 'a', load('kept'));
    for (let n = 0; n < 100; n++) await cache.read(SHELF, `${n}`, load('old'));
    const writes = jest.spyOn(values, 'set');
    await cache.forgetAll(SHELF);
    expect(writes).toHaveBeenCalledTimes(1);
    for (let n = 0; n < 100; n++) expect(await cache.read(SHELF, `${n}`, load('new'))).toMatchObject({ body: 'new' });
    expect(await cache.read(other, 'a', load('lost'))).toMatchObject({ body: 'kept' });
  });

  it('loads once for a hundred concurrent readers', async () => {
    const { cache, load, loads } = setUp();
    const answers = await Promise.all(Array.from({ length: 100 }, () => cache.read(SHELF, 'a', load('text'))));
    expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['text']));
    expect(loads()).toBe(1);
  });

  it('does not serve a reader who comes after a forget from a load that began before it', async () => {
    const { cache, load } = setUp();
    const slow = slowLoad();
    const early = cache.read(SHELF, 'a', slow.load);
    await slow.begun;
    await cache.forget(SHELF, ['a']);
    expect(await cache.read(SHELF, 'a', load('new'))).toMatchObject({ body: 'new' });
    slow.answer('old');
    expect(await early).toMatchObject({ body: 'old', hit: false });
    expect(await cache.read(SHELF, 'a', load('never'))).toMatchObject({ body: 'new', hit: true });
  });

  it('gives the error of a load to all who wait for it, and keeps nothing', async () => {
    const { cache, load } = setUp();
    const fail = () => Promise.reject(new Error('the database is away'));
    const readers = [cache.read(SHELF, 'a', fail), cache.read(SHELF, 'a', fail)];
    for (const { status } of await Promise.allSettled(readers)) expect(status).toBe('rejected');
    expect(await cache.read(SHELF, 'a', load('text'))).toMatchObject({ body: 'text', hit: false });
  });
});
