import { randomUUID } from 'node:crypto';
import type { BoundedMap } from './bounded-map';
import { type Address, CacheStore, type Entry, type Found } from './cache.store';

const OVERHEAD_CHARACTERS = 200;

/** What a value takes in memory, roughly, in characters. */
export function weightOf(value: Entry | string): number {
  return OVERHEAD_CHARACTERS + (typeof value === 'string' ? value : value.body).length;
}

/** The store of a process that is alone. It answers at once: a hit costs no promise. */
export class MemoryStore extends CacheStore {
  constructor(private readonly values: BoundedMap<Entry | string>) {
    super();
  }

  read({ key, own, all }: Address): Found {
    return {
      entry: this.values.get(key) as Entry | undefined,
      own: this.values.get(own) as string | undefined,
      all: this.values.get(all) as string | undefined,
    };
  }

  write(key: string, value: Entry | string): void {
    this.values.set(key, value);
  }

  renew(generations: readonly string[]): boolean {
    for (const generation of generations) this.values.set(generation, randomUUID());
    return true;
  }
}
