import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Address, CacheStore, type Entry, type Found, type Generations } from './cache.store';
import { Flights } from './flights';

/** Answers of one kind, kept equally long. */
export interface Shelf {
  readonly name: string;
  readonly ttlSeconds: number;
}

export interface Cached {
  /** The text as it was loaded. */
  readonly body: string;
  readonly hit: boolean;
  /** How long a hit may still be answered. */
  readonly ttlSeconds?: number;
}

const GENERATION_TTL_MS = 3_600_000;

/**
 * Get or load, and forget. An answer is kept with the generations under which it was loaded and counts only while they
 * stand, so that forgetting is one write, whatever was kept, and a slow reader cannot put an old answer back.
 */
@Injectable()
export class CacheService {
  private readonly flights = new Flights();

  constructor(private readonly store: CacheStore) {}

  /** The answer of this scope (a player, say) from the cache, else from `load`, which is then kept. */
  async read(shelf: Shelf, scope: string, load: () => Promise<string>): Promise<Cached> {
    const address = addressOf(shelf, scope);
    const reading = this.store.read(address);
    const found = reading instanceof Promise ? await reading : reading;
    const hit = hitIn(found);
    if (hit !== null) return hit;
    if (found === null || isComplete(found)) return this.load(shelf, address, found, load);
    const begun = await this.begin(address, found);
    return hitIn(begun) ?? this.load(shelf, address, begun !== null && isComplete(begun) ? begun : null, load);
  }

  /**
   * To be called once a change of these scopes is committed: no read that begins afterwards is answered with what was
   * loaded before.
   *
   * @returns false when only this process knows yet, because the store is away
   */
  async forget(shelf: Shelf, scopes: readonly string[]): Promise<boolean> {
    const addresses = scopes.map((scope) => addressOf(shelf, scope));
    for (const { key } of addresses) this.flights.forget(key);
    return this.store.renew(
      addresses.map(({ own }) => own),
      generationOf(shelf),
    );
  }

  /** Forgets a whole shelf in one step. */
  async forgetAll(shelf: Shelf): Promise<boolean> {
    this.flights.forgetAll();
    return this.store.renew([generationOf(shelf)], generationOf(shelf));
  }

  /**
   * Puts generations where there are none. They are read again before anything is loaded under them, for another
   * process may have put its own there: a token that was read once cannot come back after it was replaced.
   */
  private async begin(address: Address, found: Found): Promise<Found | null> {
    const missing = (['own', 'all'] as const).filter((generation) => found[generation] === undefined);
    const token = randomUUID();
    await Promise.all(missing.map(async (name) => this.store.write(address[name], token, GENERATION_TTL_MS)));
    return this.store.read(address);
  }

  private async load(
    shelf: Shelf,
    { key }: Address,
    generations: Generations | null,
    load: () => Promise<string>,
  ): Promise<Cached> {
    const body = await this.flights.share(key, generations, async (isWanted) => {
      const loaded = await load();
      if (generations !== null && isWanted()) {
        void this.store.write(key, entryOf(loaded, generations, shelf), shelf.ttlSeconds * 1_000);
      }
      return loaded;
    });
    return { body, hit: false };
  }
}

function entryOf(body: string, { own, all }: Generations, shelf: Shelf): Entry {
  return { own, all, body, expiresAt: Date.now() + shelf.ttlSeconds * 1_000 };
}

function generationOf(shelf: Shelf): string {
  return `generation:${shelf.name}`;
}

function addressOf(shelf: Shelf, scope: string): Address {
  const all = generationOf(shelf);
  return { key: `${shelf.name}:${scope}`, own: `${all}:${scope}`, all };
}

/** An entry counts while the generations it was loaded under stand, and until it expires. */
function hitIn(found: Found | null): Cached | null {
  const entry = found?.entry;
  if (entry === undefined || entry.own !== found?.own || entry.all !== found.all) return null;
  const leftMs = entry.expiresAt - Date.now();
  return leftMs > 0 ? { body: entry.body, hit: true, ttlSeconds: Math.ceil(leftMs / 1_000) } : null;
}

function isComplete(found: Found): found is Found & Generations {
  return found.own !== undefined && found.all !== undefined;
}
