/** The ids of rows are drawn in steps of as many (the migration). */
export const EVENTS_PER_ROW = 1_000;

/** An instance of a class with a static `type`; its own fields are JSON values. Past tense, ids not objects. */
export type OutboxEvent = object;

/** The class of an event. The type is stored and stays the same for ever, whatever the class is called. */
export interface EventClass<Event extends OutboxEvent = OutboxEvent> {
  readonly type: string;
  readonly prototype: Event;
}

/** An event as a handler receives it: `eventId` is unique and grows; make outside effects idempotent by it. */
export type Recorded<Event extends OutboxEvent = OutboxEvent> = Event & { readonly eventId: number };

/** An event as it is stored within a row. */
export interface StoredEvent {
  type: string;
  payload: Record<string, unknown>;
}

/** A stored event with its id. */
export interface NumberedEvent extends StoredEvent {
  id: number;
}

/** The JSON text of an event as it is stored. */
export function storedText(event: OutboxEvent): string {
  const { type } = event.constructor as Partial<EventClass>;
  if (type === undefined) throw new TypeError(`${event.constructor.name} is no event: it has no static type.`);
  return `{"type":${JSON.stringify(type)},"payload":${JSON.stringify(event)}}`;
}

/** The instance that was stored. */
export function revive(eventClass: EventClass, { id, payload }: NumberedEvent): Recorded {
  return Object.assign(Object.create(eventClass.prototype) as OutboxEvent, payload, { eventId: id });
}
