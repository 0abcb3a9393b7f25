import { type CursorField, decodeCursor, encodeCursor } from '../platform/http/page';
import type { TimelineKind, TimelineRow } from './timeline-row';

/** How far a reader has come in each table; what stands there has been read. */
export interface TimelinePlace {
  movement: number;
  refusal: string;
  grant: string;
  session: string;
  event: string;
  staff: string;
  order: Moment;
  payment: Moment;
}

/** Of an order or a payment: in order of time, not of their ids. */
interface Moment {
  at: string;
  key: string;
  part: number;
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const END_OF_TIME: Moment = { at: '9999-12-31T00:00:00.000Z', key: LAST_ID, part: 0 };
const SHAPE = [
  ...(['integer', 'uuid', 'uuid', 'uuid', 'uuid', 'uuid'] as const),
  ...(['time', 'uuid', 'integer', 'time', 'uuid', 'integer'] as const),
] as const satisfies readonly CursorField[];

export const NEWEST: TimelinePlace = {
  movement: Number.MAX_SAFE_INTEGER,
  refusal: LAST_ID,
  grant: LAST_ID,
  session: LAST_ID,
  event: LAST_ID,
  staff: LAST_ID,
  order: END_OF_TIME,
  payment: END_OF_TIME,
};

const MOVE: Record<TimelineKind, (place: TimelinePlace, row: TimelineRow) => TimelinePlace> = {
  movement: (place, { key }) => ({ ...place, movement: Number(key) }),
  refusal: (place, { key }) => ({ ...place, refusal: key }),
  grant: (place, { key }) => ({ ...place, grant: key }),
  session: (place, { key }) => ({ ...place, session: key }),
  event: (place, { key }) => ({ ...place, event: key }),
  staff: (place, { key }) => ({ ...place, staff: key }),
  order: (place, { at, key, part }) => ({ ...place, order: { at, key, part } }),
  payment: (place, { at, key, part }) => ({ ...place, payment: { at, key, part } }),
};

/** Where whoever stood at `place` stands once they have read these rows. */
export function placeAfter(place: TimelinePlace, rows: readonly TimelineRow[]): TimelinePlace {
  return rows.reduce((reached, row) => MOVE[row.kind](reached, row), place);
}

export function cursorOf({ order, payment, ...place }: TimelinePlace): string {
  const { movement, refusal, grant, session, event, staff } = place;
  return encodeCursor([movement, refusal, grant, session, event, staff, ...valuesOf(order), ...valuesOf(payment)]);
}

/** @throws InvalidRequest */
export function placeOf(cursor: string): TimelinePlace {
  const [movement, refusal, grant, session, event, staff, ...moments] = decodeCursor(cursor, SHAPE);
  const [orderAt, orderKey, orderPart, paymentAt, paymentKey, paymentPart] = moments;
  const order = { at: orderAt, key: orderKey, part: orderPart };
  const payment = { at: paymentAt, key: paymentKey, part: paymentPart };
  return { movement, refusal, grant, session, event, staff, order, payment };
}

function valuesOf({ at, key, part }: Moment): (string | number)[] {
  return [at, key, part];
}
