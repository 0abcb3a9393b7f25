import 'reflect-metadata';
import type { Tx } from '../database/unit-of-work';
import type { EventClass, Recorded } from './outbox-event';

/** What a class with `@Handles` is: its effects in our database happen once, for they commit with its position. */
export interface OutboxHandler<Event extends object = object> {
  /** Applies some events, in order. A throw undoes all of them; they come again, in smaller groups if need be. */
  apply(tx: Tx, events: readonly Recorded<Event>[]): Promise<void>;
}

/** What a handler declared: the name of its reader, which keeps its position, and the events it wants. */
export interface Subscription {
  reader: string;
  events: readonly EventClass[];
}

const SUBSCRIPTION = 'florin:outbox-subscription';

type HandlerClass<Event extends object> = new (...dependencies: never[]) => OutboxHandler<Event>;
type EventOf<Classes extends readonly EventClass[]> = Classes[number]['prototype'];

/**
 * Makes a provider a reader of the outbox, named as its class. Renaming the class makes a new reader, which begins at
 * the oldest event still there; to rename and keep the position, give the old name: `@Handles('OldName', Event)`.
 */
export function Handles<const Classes extends readonly EventClass[]>(
  ...events: Classes
): (handler: HandlerClass<EventOf<Classes>>) => void;
export function Handles<const Classes extends readonly EventClass[]>(
  reader: string,
  ...events: Classes
): (handler: HandlerClass<EventOf<Classes>>) => void;
export function Handles(first: string | EventClass, ...rest: EventClass[]): (handler: { name: string }) => void {
  const [reader, events] = typeof first === 'string' ? [first, rest] : [undefined, [first, ...rest]];
  return (handler) => {
    const subscription: Subscription = { reader: reader ?? handler.name, events };
    Reflect.defineMetadata(SUBSCRIPTION, subscription, handler);
  };
}

export function subscriptionOf(type: object): Subscription | undefined {
  return Reflect.getOwnMetadata(SUBSCRIPTION, type) as Subscription | undefined;
}
