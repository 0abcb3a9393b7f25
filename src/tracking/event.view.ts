import { ApiProperty } from '@nestjs/swagger';
import type { Recording } from './event-recording.service';
import type { StoredEvent } from './player-event';

const integer = { type: 'integer', format: 'int64' } as const;

export class RecordingView {
  @ApiProperty({ ...integer, example: 1 })
  accepted: number;

  @ApiProperty({ ...integer, example: 0, description: 'That were known by their `clientEventId`.' })
  duplicates: number;

  @ApiProperty({
    type: [String],
    format: 'uuid',
    description: 'In the order of the request; a duplicate has the id that it got at first.',
  })
  eventIds: string[];
}

/** With what the earlier system answered. */
export class EarlierRecordingView extends RecordingView {
  @ApiProperty({ example: true })
  ok: boolean;

  @ApiProperty({ format: 'uuid', description: 'The first of `eventIds`.' })
  eventId: string;
}

export function earlierView(recording: Recording): EarlierRecordingView {
  return { ok: true, eventId: recording.eventIds[0], ...recording };
}

export class EventView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'level_complete' })
  type: string;

  @ApiProperty({ format: 'date-time', description: 'When it happened.' })
  ts: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { level: 42 } })
  meta: object;
}

export function eventView({ id, type, occurredAt, meta }: StoredEvent): EventView {
  return { id, type, ts: occurredAt.toISOString(), meta };
}

export class OwnEventsView {
  @ApiProperty({ type: [EventView], description: 'Those that came last stand first.' })
  events: EventView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;

  @ApiProperty()
  hasMore: boolean;

  @ApiProperty(integer)
  limit: number;

  @ApiProperty({ ...integer, required: false, description: 'Where it was asked for.' })
  offset?: number;

  @ApiProperty({
    ...integer,
    required: false,
    description: 'How many there are, 100,000 at most; with `offset` alone.',
  })
  total?: number;
}
