/** An event as it is written. */
export interface PlayerEvent {
  userId: string;
  /** Of version 7: when it came. */
  id: string;
  type: string;
  /** ISO 8601. */
  occurredAt: string;
  /** The text of a JSON object. */
  meta: string;
  /** By which a repetition is known. */
  clientKey: string | null;
  /** Counted by its type; else with all others that are not. */
  isNamed: boolean;
  /** Where it stood in the request. */
  pointer: string;
}

export interface StoredEvent {
  id: string;
  type: string;
  occurredAt: Date;
  meta: Record<string, unknown>;
}

export interface EventFilter {
  type?: string;
  since?: string;
  until?: string;
}
