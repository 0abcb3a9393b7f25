import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type OutboxHandler, subscriptionOf } from './handles.decorator';
import { type EventClass, type NumberedEvent, type Recorded, revive } from './outbox-event';

/** A handler under the name of its reader. */
export interface RegisteredReader {
  name: string;
  handler: OutboxHandler;
  /** Those of the events that the handler wants, as instances of their classes. */
  select(events: readonly NumberedEvent[]): Recorded[];
}

/** Every provider with `@Handles`, by the name of its reader. */
@Injectable()
export class OutboxRegistry {
  private found: ReadonlyMap<string, RegisteredReader> | undefined;

  constructor(private readonly discovery: DiscoveryService) {}

  /** Complete once all modules are initialised. */
  get readers(): ReadonlyMap<string, RegisteredReader> {
    return (this.found ??= this.discover());
  }

  private discover(): Map<string, RegisteredReader> {
    const readers = new Map<string, RegisteredReader>();
    for (const { metatype, instance } of this.discovery.getProviders()) {
      const subscription = typeof metatype === 'function' ? subscriptionOf(metatype) : undefined;
      if (subscription === undefined) continue;
      const { reader: name, events } = subscription;
      if (readers.has(name)) throw new Error(`Two readers of the outbox are named ${name}.`);
      readers.set(name, { name, handler: instance as OutboxHandler, select: selectorOf(events) });
    }
    return readers;
  }
}

function selectorOf(classes: readonly EventClass[]): RegisteredReader['select'] {
  const byType = new Map(classes.map((eventClass) => [eventClass.type, eventClass]));
  return (events) => {
    const wanted: Recorded[] = [];
    for (const event of events) {
      const eventClass = byType.get(event.type);
      if (eventClass !== undefined) wanted.push(revive(eventClass, event));
    }
    return wanted;
  };
}
