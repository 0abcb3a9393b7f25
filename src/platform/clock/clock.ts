import { AsyncLocalStorage } from 'node:async_hooks';

/** The time that the work under way is told, in milliseconds; undefined: it has that of the machine. */
const told = new AsyncLocalStorage<number | undefined>();

/**
 * What time it is for the work under way. Whatever is written as having happened asks here; whatever waits, measures or
 * expires by itself asks the machine.
 */
export function nowMs(): number {
  return told.getStore() ?? Date.now();
}

export function now(): Date {
  return new Date(nowMs());
}

/** The time that this work is told; undefined: none, it has that of the machine. */
export function toldMs(): number | undefined {
  return told.getStore();
}

/** Does this work, with all that it awaits, as if it happened at that moment. For what tells a past (docs/adr/0005). */
export function asOf<T>(ms: number, work: () => T): T {
  return told.run(ms, work);
}

/** Does this work by the machine's time, whoever began it: for what serves others too, such as a queue. */
export function byMachineTime<T>(work: () => T): T {
  return told.getStore() === undefined ? work() : told.run(undefined, work);
}
