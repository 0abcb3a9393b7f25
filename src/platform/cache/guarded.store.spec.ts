import { Logger } from '@nestjs/common';
import { Keyv, type KeyvStoreAdapter } from 'keyv';
import type { Address } from './cache.store';
import { GuardedStore } from './guarded.store';

const ADDRESS: Address = { key: 'shelf:a', own: 'generation:shelf:a', all: 'generation:shelf' };
const NEVER = new Promise<never>(() => undefined);

type Mood = 'well' | 'frozen' | 'refusing';

/** A store with moods, and what was asked of it. */
function setUp() {
  const asked: string[] = [];
  const pauses: (() => void)[] = [];
  const state = { mood: 'well' as Mood, values: new Map<string, unknown>() };
  const call = async <T>(name: string, effect: () => T): Promise<T> => {
    asked.push(name);
    if (state.mood === 'frozen') return NEVER;
    if (state.mood === 'refusing') throw new Error('refused');
    return effect();
  };
  const getMany = (keys: string[]) => call(`get ${keys[0]}`, () => keys.map((key) => state.values.get(key)));
  const set = (key: string, value: unknown) => call(`set ${key}`, () => state.values.set(key, value).has(key));
  const adapter = { opts: {}, getMany, set, get: getMany, delete: set, clear: set } as unknown as KeyvStoreAdapter;
  const keyv = new Keyv({ store: adapter, serialize: undefined, deserialize: undefined, throwOnErrors: true });
  keyv.useKeyPrefix = false;
  const pause = () => new Promise<void>((resolve) => void pauses.push(resolve));
  return { store: new GuardedStore(keyv, { callMs: 5, pause }), asked, state, pauses };
}

/** Lets everything happen that needs no timer. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('GuardedStore', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('finds together what stands together', async () => {
    const { store, asked } = setUp();
    const entry = { own: '1', all: '2', body: '{}', expiresAt: 1 };
    await store.write(ADDRESS.own, '1', 1_000);
    await store.write(ADDRESS.key, entry, 1_000);
    expect(await store.read(ADDRESS)).toEqual({ entry, own: '1', all: undefined });
    expect(asked.filter((name) => name.startsWith('get'))).toHaveLength(1);
  });

  it('waits for a frozen store three times, and then leaves it alone', async () => {
    const { store, asked, state } = setUp();
    state.mood = 'frozen';
    for (let n = 0; n < 100; n++) expect(await store.read(ADDRESS)).toBeNull();
    expect(asked).toEqual([...Array.from({ length: 3 }, () => 'get shelf:a'), 'set probe']);
  });

  it('asks a store that refuses once after each pause, and trusts it when it answers', async () => {
    const { store, asked, state, pauses } = setUp();
    state.mood = 'refusing';
    for (let n = 0; n < 3; n++) await store.read(ADDRESS);
    await settle();
    expect(asked).toHaveLength(4);
    pauses.pop()?.();
    await settle();
    expect(asked).toHaveLength(5);
    state.mood = 'well';
    pauses.pop()?.();
    await settle();
    expect(await store.read(ADDRESS)).not.toBeNull();
  });

  it('believes nothing after a forget that did not arrive, until it has arrived', async () => {
    const { store, state, pauses } = setUp();
    state.mood = 'refusing';
    expect(await store.renew([ADDRESS.own], ADDRESS.all)).toBe(false);
    expect(await store.renew(['generation:shelf:b'], ADDRESS.all)).toBe(false);
    state.mood = 'well';
    expect(await store.read(ADDRESS)).toBeNull();
    await settle();
    pauses.pop()?.();
    await settle();
    expect((await store.read(ADDRESS))?.own).toBeDefined();
    expect([...state.values.keys()]).toEqual(['probe', ADDRESS.own, 'generation:shelf:b']);
  });

  it('forgets the whole shelf when too many forgets did not arrive', async () => {
    const { store, state, pauses } = setUp();
    state.mood = 'refusing';
    for (let n = 0; n < 20_000; n++) await store.renew([`generation:shelf:${n}`], ADDRESS.all);
    state.mood = 'well';
    await settle();
    pauses.pop()?.();
    await settle();
    expect(state.values.size).toBeLessThanOrEqual(10_002);
    expect(state.values.has(ADDRESS.all)).toBe(true);
  });
});
