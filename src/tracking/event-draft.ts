import { hash } from 'node:crypto';
import { InvalidRequest } from '../platform/errors/platform.errors';
import { isId } from '../platform/http/id';
import { parseJsonBody } from '../platform/http/json-body';
import { momentOf } from '../platform/http/moment';
import type { Principal } from '../platform/security/principal';

export const MAX_EVENTS = 1_000;
export const MAX_META_BYTES = 8 * 1024;
export const MAX_CLIENT_ID_CHARACTERS = 100;
export const EVENT_TYPE = /^[A-Za-z0-9_.-]{1,100}$/;

const FIELDS: ReadonlySet<string> = new Set(['eventType', 'meta', 'timestampUtc', 'clientEventId', 'userId']);
const MAX_REPORTED = 50;

/** An event as it was told, read and found good. */
export interface EventDraft {
  userId: string;
  type: string;
  /** The text of a JSON object. */
  meta: string;
  /** Milliseconds since the epoch. */
  toldMs: number | undefined;
  /** By which a repetition is known: a digest of the client's id, as a UUID. */
  clientKey: string | null;
  /** Where it stands in the body, for who must be told. */
  pointer: string;
}

type Fields = Readonly<Record<string, unknown>>;
type Report = (pointer: string, detail: string) => void;

/**
 * The events of a body: one, or up to 1,000 under `events`. By hand, for the general validators take longer than
 * everything else that is done with a thousand events.
 *
 * @throws InvalidRequest that points at each fault
 */
export function eventDraftsOf(body: unknown, caller: Principal): EventDraft[] {
  const faults: { detail: string; pointer: string }[] = [];
  const report: Report = (pointer, detail) => void faults.push({ detail, pointer });
  const drafts: EventDraft[] = [];
  for (const [fields, parent] of told(body)) {
    const draft = draftOf(fields, caller, (field, detail) => report(`${parent}/${field}`, detail));
    drafts.push({ ...draft, pointer: parent });
    if (faults.length >= MAX_REPORTED) break;
  }
  if (faults.length === 0) return drafts;
  const inWords = faults.slice(0, 3).map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`);
  throw new InvalidRequest(`The request is not valid: ${inWords.join('; ')}.`, faults.slice(0, MAX_REPORTED));
}

function told(body: unknown): (readonly [fields: Fields, parent: string])[] {
  if (!isObject(body)) throw new InvalidRequest('The body must be a JSON object.');
  if (!('events' in body)) return [[body, '']];
  const { events, ...others } = body;
  for (const name of Object.keys(others)) refuse(`/${pointerName(name)}`, 'has no place beside `events`');
  if (!Array.isArray(events) || events.length === 0 || events.length > MAX_EVENTS) {
    return refuse('/events', `must be a list of 1 to ${MAX_EVENTS} events`);
  }
  return events.map((event: unknown, index) => {
    const parent = `/events/${index}`;
    return [isObject(event) ? event : refuse(parent, 'must be an object'), parent] as const;
  });
}

function draftOf(fields: Fields, caller: Principal, report: Report): Omit<EventDraft, 'pointer'> {
  for (const name in fields) if (!FIELDS.has(name)) report(pointerName(name), 'is not a known field');
  const { eventType, clientEventId } = fields;
  const isType = typeof eventType === 'string' && EVENT_TYPE.test(eventType);
  if (!isType) report('eventType', 'must be 1 to 100 letters, digits, "_", "." or "-"');
  return {
    userId: userIdOf(fields, caller, report),
    type: isType ? eventType : '',
    meta: metaOf(fields, report),
    toldMs: toldMsOf(fields, report),
    clientKey: clientEventId === undefined ? null : clientKeyOf(clientEventId, report),
  };
}

/** Services write for whom they name; everybody else for themselves. */
function userIdOf({ userId }: Fields, { id, role }: Principal, report: Report): string {
  if (role === 'service') {
    if (isId(userId)) return userId.toLowerCase();
    report('userId', 'must be the id of the player, for this is a service');
  } else if (userId !== undefined && (typeof userId !== 'string' || userId.toLowerCase() !== id)) {
    report('userId', 'must be your own, or absent');
  }
  return id;
}

function metaOf({ meta }: Fields, report: Report): string {
  const object = typeof meta === 'string' ? parsed(meta) : (meta ?? (meta === undefined ? {} : undefined));
  if (!isObject(object)) {
    report('meta', 'must be a JSON object, or the text of one');
    return '{}';
  }
  const text = JSON.stringify(object);
  if (Buffer.byteLength(text) > MAX_META_BYTES) report('meta', `must have ${MAX_META_BYTES} bytes at most`);
  return text;
}

/** Undefined also for what is far too long to be looked at. */
function parsed(text: string): unknown {
  if (text.length > 2 * MAX_META_BYTES) return undefined;
  try {
    return parseJsonBody(Buffer.from(text));
  } catch {
    return undefined;
  }
}

/** Without a zone it is UTC, as its name says. Some languages write parts of a second that nobody else reads. */
function toldMsOf({ timestampUtc }: Fields, report: Report): number | undefined {
  if (timestampUtc === undefined) return undefined;
  const text = typeof timestampUtc === 'string' ? timestampUtc.replace(/(\.\d{6})\d{1,3}(?!\d)/, '$1') : '';
  const moment = momentOf(/^[\d-]{10}T[\d:.]+$/.test(text) ? `${text}Z` : text);
  if (moment !== undefined) return Date.parse(moment);
  report('timestampUtc', 'must be a moment as in 2026-11-21T10:00:00Z, or a day');
  return undefined;
}

function clientKeyOf(id: unknown, report: Report): string | null {
  const isGood = typeof id === 'string' && id.length > 0 && id.length <= MAX_CLIENT_ID_CHARACTERS;
  if (!isGood) {
    report('clientEventId', `must be a text of 1 to ${MAX_CLIENT_ID_CHARACTERS} characters`);
    return null;
  }
  return hash('sha256', id, 'hex').slice(0, 32);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pointerName(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function refuse(pointer: string, detail: string): never {
  throw new InvalidRequest(`The request is not valid: ${pointer.slice(1)} ${detail}.`, [{ detail, pointer }]);
}
