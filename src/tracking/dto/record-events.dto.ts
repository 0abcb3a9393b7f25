import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MAX_CLIENT_ID_CHARACTERS, MAX_EVENTS, MAX_META_BYTES } from '../event-draft';

/** For the documentation alone: `event-draft.ts` reads the body. */
export class EventDto {
  @ApiPropertyOptional({ pattern: '^[A-Za-z0-9_.-]{1,100}$', example: 'level_complete' })
  eventType?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { level: 42, score: 9_999 },
    description: `A JSON object, or the text of one; at most ${MAX_META_BYTES} bytes.`,
  })
  meta?: object;

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-21T10:30:00Z',
    description: 'When it happened, by default now. What lies ahead counts as now, and older than 30 days as 30 days.',
  })
  timestampUtc?: string;

  @ApiPropertyOptional({
    maxLength: MAX_CLIENT_ID_CHARACTERS,
    description: 'By which the same event is known when it is sent again.',
  })
  clientEventId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The player; for services, who must say it.' })
  userId?: string;
}

export class RecordEventsDto extends EventDto {
  @ApiProperty({
    type: [EventDto],
    required: false,
    maxItems: MAX_EVENTS,
    description: 'Instead of all other fields: several, all or none.',
  })
  events?: EventDto[];
}
