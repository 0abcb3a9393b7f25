import type { Generations } from './cache.store';

/** `isWanted` tells, when it has loaded, whether nothing was forgotten meanwhile. */
export type Load = (isWanted: () => boolean) => Promise<string>;

interface Flight {
  readonly generations: Generations | null;
  hasBegun: boolean;
  body: Promise<string>;
}

/**
 * Lets concurrent readers share a load, but never one that began before something was forgotten that they must see.
 * Under the same generations nothing was. Without generations nobody knows what other processes forgot: then a reader
 * waits for the load that has begun and shares the next one, so that a crowd still costs one load at a time.
 */
export class Flights {
  private readonly flights = new Map<string, Flight>();

  share(key: string, generations: Generations | null, load: Load): Promise<string> {
    const current = this.flights.get(key);
    const isAlike = current !== undefined && isSame(current.generations, generations);
    if (isAlike && (generations !== null || !current.hasBegun)) return current.body;
    const flight = this.prepare(key, generations, load, isAlike ? current.body : null);
    this.flights.set(key, flight);
    return flight.body;
  }

  /** Whoever comes from now on shares nothing that has begun. */
  forget(key: string): void {
    this.flights.delete(key);
  }

  forgetAll(): void {
    this.flights.clear();
  }

  private prepare(key: string, generations: Generations | null, load: Load, before: Promise<string> | null): Flight {
    const flight: Flight = { generations, hasBegun: false, body: Promise.resolve('') };
    const begin = () => {
      flight.hasBegun = true;
      return load(() => this.flights.get(key) === flight);
    };
    flight.body = (before === null ? begin() : before.then(begin, begin)).finally(() => {
      if (this.flights.get(key) === flight) this.flights.delete(key);
    });
    return flight;
  }
}

function isSame(one: Generations | null, other: Generations | null): boolean {
  return one?.own === other?.own && one?.all === other?.all;
}
